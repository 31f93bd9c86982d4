import { TabStopType, TextRun, type Paragraph } from 'docx';
import { type PartialDate } from '../../kernel/day.ts';
import { characters, charactersPerLine } from './grid.ts';
import { blankLine, paragraph } from './styles.ts';
import { plain, textRuns, widthInCharacters } from './text.ts';

/** Who filled in, checked and answers for the paper; a name not known yet leaves room to sign. */
export type PreparedBy = Readonly<{ preparer?: string | undefined; reviewer?: string | undefined; unitHead?: string | undefined }>;

/** A date as papers write it: 2026-11-05 → 2026年11月5日; one known to the month stays a month (GB/T 9704 §7.3.5.4: Arabic, no leading zero). */
export function paperDate(date: PartialDate): string {
  const [year, month, day] = date.split('-').map(Number);
  return `${year}年${month ? `${month}月` : ''}${day ? `${day}日` : ''}`;
}

/** 附件说明: one blank line below the text, two characters in, no full stop; names that run over stand under their first character (§7.3.4). */
export function attachmentList(names: readonly string[]): Paragraph[] {
  if (names.length === 0) return [];
  const label = '附件：';
  const left = characters(names.length === 1 ? 5 : names.length < 10 ? 6.5 : 7);
  const items = names.map((name, i) => {
    const lead = `${i === 0 ? label : ''}${names.length > 1 ? `${i + 1}.` : ''}`;
    const hanging = left - characters(i === 0 ? 2 : 5);
    const runs = [...textRuns(lead, new Set()), ...(names.length > 1 ? [new TextRun('\t')] : []), ...textRuns(plain(name), new Set())];
    return paragraph('Attachment', runs, { indent: { left, hanging }, tabStops: [{ type: TabStopType.LEFT, position: left }] });
  });
  return [blankLine(), ...items];
}

const dateIndent = 4;
/** 署名 and 成文日期: the date four characters from the right, the signer centred over it (§7.3.5.1), which leaves the seal its place. */
export function signature(signer: string | undefined, date: PartialDate | undefined, sealed: boolean): Paragraph[] {
  if (!signer && !date) return [];
  const name = signer ? `${plain(signer)}${sealed ? '（盖章）' : ''}` : '';
  const written = date ? paperDate(date) : '';
  const overhang = (Math.min(widthInCharacters(name), charactersPerLine) - widthInCharacters(written)) / 2;
  const indent = Math.max(dateIndent, overhang);
  const line = (text: string, chars: number, keepNext: boolean) =>
    paragraph('Closing', textRuns(text, new Set()), { keepNext, indent: { right: characters(chars) } });
  const signerLine = name ? [line(name, date ? indent - overhang : 2, written !== '')] : [];
  return [blankLine(), ...signerLine, ...(written ? [line(written, indent, false)] : [])];
}

/** 附注: below the date, two characters in, in round brackets (§7.3.6). */
export const remark = (text: string | undefined): Paragraph[] =>
  text ? [paragraph('BodyText', textRuns(`（${plain(text)}）`, new Set()))] : [];

/** 填报人 / 审核人 / 单位负责人 in one line of three. */
export function signOff(by: PreparedBy | undefined): Paragraph[] {
  if (!by) return [];
  const text = `填报人：${plain(by.preparer ?? '')}\t审核人：${plain(by.reviewer ?? '')}\t单位负责人：${plain(by.unitHead ?? '')}`;
  const tabStops = [9, 18].map((n) => ({ type: TabStopType.LEFT, position: characters(n) }));
  return [blankLine(), paragraph('SignOff', [new TextRun({ text, font: { hint: 'eastAsia' } })], { tabStops })];
}
