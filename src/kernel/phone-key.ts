/** One spelling for a telephone number: digits only, without +86 and extension; empty when too short to be told from others. */
export function phoneKey(text: string): string {
  const [number = ''] = text.normalize('NFKC').split(/转|ext|[;；,，、/]/i);
  const digits = number.replace(/\D/g, '').replace(/^(?:00)?86(?=1\d{10}$|0\d{9,11}$)/, '');
  return digits.length >= 7 ? digits : '';
}
