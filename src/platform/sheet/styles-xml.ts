import { styleNames, type StyleName } from './cell-xml.ts';

type Look = Readonly<{ format?: number; font?: number; fill?: number; border?: number; alignment?: string; quoted?: true }>;
const boxed = 1;
const wrapped = 'wrapText="1"';
/** Numbers 0–163 are Excel's own formats: 3 = #,##0, 4 = #,##0.00, 10 = 0.00%, 49 = text. */
const looks: Record<StyleName, Look> = {
  plain: {},
  text: { format: 49, border: boxed },
  quoted: { format: 49, border: boxed, quoted: true },
  integer: { format: 3, border: boxed },
  decimal: { border: boxed },
  amount: { format: 4, border: boxed },
  percent: { format: 10, border: boxed },
  day: { format: 164, border: boxed },
  month: { format: 165, border: boxed },
  year: { format: 166, border: boxed },
  time: { format: 167, border: boxed },
  header: { font: 1, fill: 2, border: boxed, alignment: `horizontal="center" ${wrapped}` },
  title: { font: 2, alignment: 'horizontal="center"' },
  note: { alignment: wrapped },
};
const ownFormats = ['yyyy\\-mm\\-dd', 'yyyy\\-mm', 'yyyy', 'yyyy\\-mm\\-dd\\ hh:mm:ss'];

function xf({ format = 0, font = 0, fill = 0, border = 0, alignment = '', quoted }: Look, isBold: boolean): string {
  const applied = 'applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1"';
  const indexes = `numFmtId="${format}" fontId="${isBold ? Math.max(1, font) : font}" fillId="${fill}" borderId="${border}" xfId="0"`;
  return `<xf ${indexes}${quoted ? ' quotePrefix="1"' : ''} ${applied}><alignment vertical="center" ${alignment}/></xf>`;
}
const list = (name: string, items: readonly string[]) => `<${name} count="${items.length}">${items.join('')}</${name}>`;
const font = (size: number, isBold: boolean) =>
  `<font>${isBold ? '<b/>' : ''}<sz val="${size}"/><name val="宋体"/><charset val="134"/></font>`;
const fill = (pattern: string) => `<fill><patternFill patternType="${pattern}"/></fill>`;
const side = (name: string) => `<${name} style="thin"><color rgb="FFBFBFBF"/></${name}>`;

/** The styles of every sheet we write, in the order of `styleNames`, then their bold twins. */
export function stylesXml(namespace: string): string {
  const cells = [false, true].flatMap((isBold) => styleNames.map((name) => xf(looks[name], isBold)));
  return [
    `<styleSheet xmlns="${namespace}">`,
    list(
      'numFmts',
      ownFormats.map((code, i) => `<numFmt numFmtId="${164 + i}" formatCode="${code}"/>`),
    ),
    list('fonts', [font(11, false), font(11, true), font(16, true)]),
    list('fills', [
      fill('none'),
      fill('gray125'),
      '<fill><patternFill patternType="solid"><fgColor rgb="FFE8EEF7"/><bgColor indexed="64"/></patternFill></fill>',
    ]),
    list('borders', [
      '<border><left/><right/><top/><bottom/><diagonal/></border>',
      `<border>${['left', 'right', 'top', 'bottom'].map(side).join('')}<diagonal/></border>`,
    ]),
    list('cellStyleXfs', ['<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>']),
    list('cellXfs', cells),
    list('cellStyles', ['<cellStyle name="Normal" xfId="0" builtinId="0"/>']),
    '</styleSheet>',
  ].join('');
}
