import { isPlaceholderText } from './placeholder-text';

/** Names that end in a word for a secret. `MAX_TOKENS`, `TOKENIZER_PATH`, `HF_TOKEN_PATH` and `AWS_ACCESS_KEY_ID` do not. */
const SECRET = /(?:^|_)(?:TOKEN|SECRET|PASSWORD|API_?KEY|ACCESS_KEY|SECRET_KEY)$/i;
/** Tokens of a text, amounts of them, and names of Secrets. */
const HARMLESS =
  /(?:^|_)(?:BOS|EOS|PAD|STOP|START|BEGIN|END|MASK|UNK|SEP|CLS|IMAGE|AUDIO|VIDEO|SPECIAL|THINK|NEXT|PER|EACH|MAX|MIN|NUM)_TOKEN$|PULL_SECRET$/i;
/** What local servers take where a client insists on a key. */
const EMPTY = /^(?:empty|none|null|n\/?a|dummy|fake|unused|not[-_ ]?(?:needed|required|used)|no[-_ ]?key|true|false)$/i;

/** Whether a variable is one that holds a secret, by its name. */
export function namesSecret(name: string): boolean {
  return SECRET.test(name) && !HARMLESS.test(name);
}

/** Whether a literal value may be the secret itself, and not a path to it, a reference, a switch, or nothing. */
export function maybeSecretValue(name: string, value: string): boolean {
  const text = value.trim();
  const elsewhere = /^(?:\.{0,2}\/|file:|[A-Za-z]:\\)/.test(text) || /\$[({A-Za-z_]/.test(text);
  const amount = /_TOKEN$/i.test(name) && /^[\d._]+$/.test(text);
  const nameOfSecret = /_SECRET$/i.test(name) && /^[a-z][a-z-]*[-.]secrets?$/.test(text);
  return text !== '' && !elsewhere && !amount && !nameOfSecret && !EMPTY.test(text) && !isPlaceholderText(text);
}
