/** A name in the cluster can hold no such character, so the whole of it stands for something else. */
const BRACKETS = /^<[^<>]+>$/;
/** What upstream documents write where the user has to fill something in. */
const WORDS =
  /^<?(?:your[-_ .]|(?:replace|change|fill)[-_ ]?(?:me|this|it|in)(?:>|$)|placeholder(?:>|$)|fixme|todo(?:>|$))/i;

/** Whether a name in the cluster (a class, a namespace, a claim) is left for the user to fill in. */
export function isPlaceholderName(value: string): boolean {
  return BRACKETS.test(value.trim()) || WORDS.test(value.trim());
}

/** Whether a free text is; `<image>` and the like may be meant, as tokens of a model. */
export function isPlaceholderText(value: string): boolean {
  return WORDS.test(value.trim()) || /^<(?:insert|enter|add|my)[-_ ][^<>]*>$/i.test(value.trim());
}
