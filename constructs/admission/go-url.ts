/** A URL taken apart as Go's `net/url` does for a request URI. */
export interface GoUrl {
  readonly scheme: string;
  /** Host with port, IPv6 addresses in brackets; '' if there is none. */
  readonly host: string;
  readonly hostname: string;
  readonly port: string;
  /** Path with its escapes as given. */
  readonly path: string;
  /** Values of the query by name, in order, unescaped. */
  readonly query: ReadonlyMap<string, readonly string[]>;
}

/** Takes apart what Go's `url.ParseRequestURI` accepts: an absolute URI or an absolute path. Undefined for anything else. */
export function parseRequestUri(text: string): GoUrl | undefined {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused
  if (text === '' || /[\u0000-\u001F\u007F]/.test(text)) return undefined;
  if (text === '*') return { ...NOTHING, path: '*' };
  const scheme = /^([A-Za-z][A-Za-z0-9+.-]*):/.exec(text);
  if (scheme === null && (text.startsWith(':') || hasColonBeforeSlash(text))) return undefined;
  const rest = text.slice(scheme?.[0].length ?? 0);
  const question = rest.indexOf('?');
  const [body, query] = question === -1 ? [rest, ''] : [rest.slice(0, question), rest.slice(question + 1)];
  const name = scheme?.[1]?.toLowerCase() ?? '';
  if (!body.startsWith('/')) return name === '' ? undefined : { ...NOTHING, scheme: name, query: parseQuery(query) };
  return parseHierarchy(name, body, query);
}

/** An IPv6 address in brackets or a name, and a port. */
const AUTHORITY_HOST =
  /^(?:\[([0-9A-Fa-f:.]+(?:%25[^\]]+)?)\]|((?:[\w\-.~!$&'()*+,;=<>"\u0080-\uFFFF]|%[89A-Fa-f][0-9A-Fa-f])*))(?::([0-9]*))?$/;

const NOTHING: GoUrl = { scheme: '', host: '', hostname: '', port: '', path: '', query: new Map() };

function parseHierarchy(scheme: string, body: string, query: string): GoUrl | undefined {
  const hasAuthority = body.startsWith('//') && (scheme !== '' || !body.startsWith('///'));
  const slash = hasAuthority ? body.indexOf('/', 2) : 0;
  const path = slash === -1 ? '' : body.slice(slash);
  if (!validEscapes(path)) return undefined;
  const url = { ...NOTHING, scheme, path, query: parseQuery(query) };
  if (!hasAuthority) return url;
  const authority = body.slice(2, slash === -1 ? undefined : slash);
  const at = authority.lastIndexOf('@');
  if (at !== -1 && !/^(?:[A-Za-z0-9\-._:~!$&'()*+,;=%@])*$/.test(authority.slice(0, at))) return undefined;
  const host = authority.slice(at + 1);
  const parts = AUTHORITY_HOST.exec(host);
  if (parts === null) return undefined;
  const [, bracketed, plain = '', port = ''] = parts;
  return { ...url, host, hostname: bracketed ?? plain, port };
}

/** "first path segment in URL cannot contain colon" */
function hasColonBeforeSlash(text: string): boolean {
  const colon = text.indexOf(':');
  const slash = text.indexOf('/');
  return colon !== -1 && (slash === -1 || colon < slash);
}

function validEscapes(path: string): boolean {
  return !/%(?![0-9A-Fa-f]{2})/.test(path);
}

function parseQuery(text: string): ReadonlyMap<string, readonly string[]> {
  const query = new Map<string, string[]>();
  for (const part of text.split('&')) {
    if (part === '' || part.includes(';')) continue;
    const equals = part.indexOf('=');
    const name = unescapeQuery(equals === -1 ? part : part.slice(0, equals));
    const value = unescapeQuery(equals === -1 ? '' : part.slice(equals + 1));
    if (name !== undefined && value !== undefined) query.set(name, [...(query.get(name) ?? []), value]);
  }
  return query;
}

function unescapeQuery(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
}
