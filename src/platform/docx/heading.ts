export type HeadingLevel = 1 | 2 | 3 | 4;

const digits = ['', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
/** 1–99 as headings count them: 十, 十一, 二十. */
export function chineseNumeral(n: number): string {
  if (n > 99) return String(n);
  const tens = Math.floor(n / 10);
  return `${tens > 1 ? digits[tens]! : ''}${tens > 0 ? '十' : ''}${digits[n % 10]!}`;
}

const marks: Record<HeadingLevel, (n: number) => string> = {
  1: (n) => `${chineseNumeral(n)}、`,
  2: (n) => `（${chineseNumeral(n)}）`,
  3: (n) => `${n}.`,
  4: (n) => `（${n}）`,
};

/** Counts headings as they come: 一、 （一） 1. （1） (GB/T 9704 §7.3.3); a higher heading starts the lower ones again. */
export function headingCounter(): (level: HeadingLevel) => string {
  const counts = [0, 0, 0, 0, 0];
  return (level) => {
    counts[level]! += 1;
    counts.fill(0, level + 1);
    return marks[level](counts[level]!);
  };
}
