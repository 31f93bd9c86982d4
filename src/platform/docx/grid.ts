/**
 * The page of GB/T 9704-2012 §5: A4, 天头 37 mm, 订口 28 mm, 版心 156 × 225 mm, 22 lines of 28 characters of 3号 (16 pt).
 * Lengths are twips (1/20 pt) unless the name says otherwise; see docs/decisions/0006.
 */
const mm = (n: number) => Math.round((n * 1440) / 25.4);

const linesPerPage = 22;
export const charactersPerLine = 28;
/** 3号, the size of the body, in points. */
export const bodySize = 16;

const width = mm(210);
const height = mm(297);
const top = mm(37);
const bottom = mm(35);
const left = mm(28);
const right = mm(26);

export const page = { width, height, top, bottom, left, right, /** 一字线 7 mm below the 版心 */ footer: mm(25.5) };
export const textWidth = width - left - right;
/** Rounded down, so that the 22nd line still fits and a 23rd does not. */
export const linePitch = Math.floor((height - top - bottom) / linesPerPage);
/** What Word adds to every character of the body, in 1/4096 pt (negative: 28 × 16 pt is wider than 156 mm). Rounded down, so that the 28th fits. */
export const charSpace = Math.floor((textWidth / 20 / charactersPerLine - bodySize) * 4096);
/** What is taken from every character of the body so that 28 fit (and not 29), without the grid: twips. */
export const drawnTogether = -6;
/** The width of n characters of the body. */
export const characters = (n: number) => Math.round((bodySize + charSpace / 4096) * 20 * n);
