/**
 * Order of two version texts: negative, zero or positive. Unlike in semantic versioning, the number in `alpha.12-rc1` counts as one, so
 * that it stands between `alpha.11` and `alpha.12`, as Grove numbers its releases. A leading `v` and build metadata do not count, and a
 * number that is left out is 0.
 */
export function compareVersionTexts(left: string, right: string): number {
  const [first, second] = [parts(left), parts(right)];
  for (let index = 0; index < 3; index++) {
    const step = (first.numbers[index] ?? 0) - (second.numbers[index] ?? 0);
    if (step !== 0) return step;
  }
  return comparePreReleases(first.preRelease, second.preRelease);
}

/** Whether a text is a version, of two or three numbers. */
export function isVersionText(text: string): boolean {
  return /^v?\d+\.\d+(?:\.\d+)?(?:-[\dA-Za-z.-]+)?(?:\+[\dA-Za-z.-]+)?$/.test(text);
}

function parts(text: string): { readonly numbers: readonly number[]; readonly preRelease: readonly string[] } {
  const [, numbers = '', preRelease = ''] = /^v?([\d.]+)(?:-([^+]*))?/.exec(text.trim()) ?? [];
  return {
    numbers: numbers.split('.').map(Number),
    preRelease: preRelease === '' ? [] : preRelease.split(/[.-]/),
  };
}

/** What has more parts comes later, unless the first of them begins a candidate (`rc1`); a version without any comes last. */
function comparePreReleases(left: readonly string[], right: readonly string[]): number {
  if (left.length === 0 || right.length === 0) {
    return right.length - left.length;
  }
  for (const [index, part] of left.entries()) {
    const other = right[index];
    if (other === undefined) return part.startsWith('rc') ? -1 : 1;
    const step = part.localeCompare(other, 'en', { numeric: true });
    if (step !== 0) return step;
  }
  const next = right[left.length];
  return next === undefined ? 0 : next.startsWith('rc') ? 1 : -1;
}
