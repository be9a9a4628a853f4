import { formed, oneOfIfAny, required } from './checks';
import type { Field } from './field';
import { DNS_SEARCH, DNS_SUBDOMAIN, IP_ADDRESS } from './forms';

const MAX_NAMESERVERS = 3;
const MAX_SEARCHES = 32;
const MAX_SEARCH_LENGTH = 2048;

/** Reports what is wrong with how a pod finds names. */
export function checkDns(pod: Field): void {
  const [policy, config] = [pod.get('dnsPolicy'), pod.get('dnsConfig')];
  oneOfIfAny(policy, ['ClusterFirstWithHostNet', 'ClusterFirst', 'Default', 'None']);
  const nameservers = config.get('nameservers');
  if (policy.text === 'None' && nameservers.items.length === 0) {
    nameservers.refuse("at least one name server with dnsPolicy 'None'");
  }
  if (nameservers.items.length > MAX_NAMESERVERS) nameservers.refuse(`at most ${MAX_NAMESERVERS} name servers`);
  for (const server of nameservers.items) address(server);
  const searches = config.get('searches');
  const texts = searches.items.map((search) => search.text);
  if (texts.length > MAX_SEARCHES) searches.refuse(`at most ${MAX_SEARCHES} domains`);
  if (texts.join(' ').length > MAX_SEARCH_LENGTH) searches.refuse(`at most ${MAX_SEARCH_LENGTH} characters in all`);
  for (const search of searches.items) {
    if (search.text !== '.' && !DNS_SEARCH.test(search.text.replace(/\.$/, ''))) search.refuse(DNS_SEARCH.words);
  }
  for (const option of config.get('options').items) required(option.get('name'), 'a name');
  for (const alias of pod.get('hostAliases').items) {
    address(alias.get('ip'));
    for (const name of alias.get('hostnames').items) formed(name, DNS_SUBDOMAIN);
  }
}

function address(field: Field): void {
  if (!IP_ADDRESS.test(field.text)) field.refuse(IP_ADDRESS.words);
}
