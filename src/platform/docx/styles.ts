import {
  AlignmentType,
  LineRuleType,
  Paragraph,
  type IBaseParagraphStyleOptions,
  type IParagraphOptions,
  type IPropertiesOptions,
  type IRunStylePropertiesOptions,
  type ParagraphChild,
} from 'docx';
import { bodySize, characters, drawnTogether, linePitch } from './grid.ts';

const latin = 'Times New Roman';
const faces = {
  title: '方正小标宋简体',
  body: '仿宋_GB2312',
  heading: '黑体',
  subheading: '楷体_GB2312',
  song: '宋体',
} as const;
/** Points of the Chinese sizes used here. */
export const sizes = { 二号: 22, 三号: bodySize, 四号: 14, 小四: 12, 五号: 10.5 } as const;

const font = (eastAsia: string, ascii: string = latin) => ({ ascii, hAnsi: ascii, cs: ascii, eastAsia });
export const exact = (line: number, before = 0, after = 0) => ({ line, lineRule: LineRuleType.EXACT, before, after });

/** Two characters of the body; Word and WPS take firstLineChars, others the length. */
const firstLineIndent = { firstLineChars: 200, firstLine: characters(2) };

/**
 * What every paragraph of a paper shares. The docx package cannot say two of it: lone lines stay where they fall, so that every full page has its
 * 22 lines; and paragraphs keep off the grid, because LibreOffice gives two cells to a character wider than its cell, as 16 pt in 15.79 pt is.
 * The characters are drawn together instead, which gives 28 in every program.
 */
export const baseStyle = `<?xml version="1.0" encoding="UTF-8"?>
<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:style w:type="paragraph" w:customStyle="1" w:styleId="Paper">
<w:name w:val="公文"/><w:basedOn w:val="Normal"/>
<w:pPr><w:widowControl w:val="0"/><w:snapToGrid w:val="0"/><w:spacing w:before="0" w:after="0" w:line="${linePitch}" w:lineRule="exact"/></w:pPr>
</w:style></w:styles>`;

type Look = Readonly<{ run?: IRunStylePropertiesOptions; paragraph?: NonNullable<IBaseParagraphStyleOptions['paragraph']> }>;
const style = (name: string, { run = {}, paragraph = {} }: Look): IBaseParagraphStyleOptions => ({
  name,
  basedOn: 'Paper',
  quickFormat: true,
  run: { color: 'auto', characterSpacing: 0, ...run },
  paragraph: { spacing: exact(linePitch), ...paragraph },
});
const body = { characterSpacing: drawnTogether };
const indented = (face: string, outlineLevel: number, bold = false): Look => ({
  run: { font: font(face), size: bodySize * 2, characterSpacing: drawnTogether, bold, italics: false },
  paragraph: { alignment: AlignmentType.BOTH, indent: firstLineIndent, keepNext: true, outlineLevel },
});
const inTable = (face: string): Look => ({
  run: { font: font(face) },
  paragraph: { spacing: exact(340), alignment: AlignmentType.CENTER },
});

/** The styles a clerk finds in Word under these names; changing one there changes the whole paper. */
export const styles: NonNullable<IPropertiesOptions['styles']> = {
  default: {
    document: {
      run: { font: font(faces.body), size: bodySize * 2, language: { value: 'en-US', eastAsia: 'zh-CN' } },
      paragraph: { spacing: exact(linePitch) },
    },
    title: style('Title', {
      run: { font: font(faces.title), size: sizes.二号 * 2, bold: false },
      paragraph: { alignment: AlignmentType.CENTER },
    }),
    heading1: style('Heading 1', indented(faces.heading, 0)),
    heading2: style('Heading 2', indented(faces.subheading, 1)),
    heading3: style('Heading 3', indented(faces.body, 2, true)),
    heading4: style('Heading 4', indented(faces.body, 3)),
  },
  paragraphStyles: [
    // The character grid is reckoned from the size of this style; LibreOffice does not look for it in the defaults.
    { id: 'Normal', name: 'Normal', quickFormat: true, run: { size: bodySize * 2 } },
    { id: 'BodyText', ...style('公文正文', { run: body, paragraph: { alignment: AlignmentType.BOTH, indent: firstLineIndent } }) },
    { id: 'DocumentNumber', ...style('发文字号', { run: body, paragraph: { alignment: AlignmentType.CENTER } }) },
    { id: 'Recipient', ...style('主送机关', { run: body, paragraph: { alignment: AlignmentType.LEFT } }) },
    { id: 'Attachment', ...style('附件说明', { run: body, paragraph: { alignment: AlignmentType.LEFT } }) },
    { id: 'Closing', ...style('落款', { run: body, paragraph: { alignment: AlignmentType.RIGHT } }) },
    { id: 'SignOff', ...style('填报审核', { run: { size: sizes.四号 * 2 } }) },
    {
      id: 'TableCaption',
      ...style('表题', {
        run: { font: font(faces.heading), size: sizes.小四 * 2 },
        paragraph: { spacing: exact(400, 120), alignment: AlignmentType.CENTER, keepNext: true },
      }),
    },
    {
      id: 'TableNote',
      ...style('表注', { run: { size: sizes.五号 * 2 }, paragraph: { spacing: exact(300) } }),
    },
    { id: 'TableHead', ...style('表头', inTable(faces.heading)) },
    { id: 'TableText', ...style('表文', inTable(faces.body)) },
    {
      id: 'PageNumber',
      ...style('页码', {
        run: { font: font(faces.song, faces.song), size: sizes.四号 * 2 },
        paragraph: { spacing: exact(320) },
      }),
    },
  ],
};

/** A paragraph of one of the styles above. */
export const paragraph = (styleId: string, children: readonly ParagraphChild[], more: Omit<IParagraphOptions, 'style' | 'children'> = {}) =>
  new Paragraph({ ...more, style: styleId, children: [...children] });
export const blankLine = () => paragraph('BodyText', [], { keepNext: true });

/** The names other makers give the same faces, for machines that have not the first (ECMA-376 §17.8.3.1). Read by Word and WPS; nothing is embedded. */
const alternatives: Readonly<Record<string, string>> = {
  [faces.title]: '方正小标宋_GBK,FZXiaoBiaoSong-B05S,华文中宋',
  [faces.body]: '仿宋,FangSong,华文仿宋',
  [faces.heading]: 'SimHei',
  [faces.subheading]: '楷体,KaiTi,华文楷体',
  [faces.song]: 'SimSun',
};
export const fontTable = {
  path: 'word/fontTable.xml',
  data: `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:fonts xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">${Object.entries(
    alternatives,
  )
    .map(
      ([name, alt]) =>
        `<w:font w:name="${name}"><w:altName w:val="${alt}"/><w:charset w:val="86"/><w:family w:val="auto"/><w:pitch w:val="default"/></w:font>`,
    )
    .join('')}</w:fonts>`,
};
