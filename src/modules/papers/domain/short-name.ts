/** Inside 栖梧区's paper, 栖梧区商务局 is 区商务局. */
export function shortName(whole: string, name: string): string {
  const level = /(街道|区|县|市|镇|乡|旗|州|盟)$/.exec(whole)?.[0];
  return level && name.length > whole.length && name.startsWith(whole) ? level + name.slice(whole.length) : name;
}
