import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { officialDocument, withYearBrackets, type Block, type OfficialDocument } from './official-document.ts';
import { faultOfXml, readDocumentXml, readParagraphs, readPart, readParts } from './test-document.ts';

const paper: OfficialDocument = {
  title: '关于2026年10月全区招商引资和项目建设推进情况的分析报告',
  documentNumber: '青招办[2026]17号',
  recipient: '区委、区政府',
  blocks: [
    { kind: 'heading', level: 1, text: '总体情况' },
    {
      kind: 'paragraph',
      text: [
        '签约项目',
        { text: '132', figureKey: 'signed_count', mark: '〔1〕' },
        '个、',
        { text: '132', figureKey: 'signed_count' },
        '个',
      ],
    },
    { kind: 'heading', level: 2, text: '主要特点' },
    { kind: 'heading', level: 3, text: '龙头带动' },
    { kind: 'heading', level: 4, text: '链条完善' },
    { kind: 'pageBreak' },
    { kind: 'heading', level: 1, text: '排名' },
    {
      kind: 'table',
      caption: '分单位完成情况',
      unit: '单位：个',
      columns: [
        { title: '单位', width: 2 },
        { title: '签约项目', width: 1, align: 'right' },
      ],
      rows: [{ cells: ['青禾镇', [{ text: '131', figureKey: 'by unit/青禾镇' }]] }, { cells: ['合计', '132'], isTotal: true }],
      note: '注：按个数由高到低。',
    },
    { kind: 'heading', level: 2, text: '不足' },
  ],
  attachments: ['明细表', '口径说明'],
  signer: '青禾区投资促进局',
  date: '2026-11-05',
  preparedBy: { preparer: '林若溪' },
  disclaimer: '管理数据，非统计数据',
};
const draft = (doc: Partial<OfficialDocument> = {}) => officialDocument({ title: '通报', blocks: [], ...doc });
const paragraphsOf = async (doc: OfficialDocument) => readParagraphs(readDocumentXml(await officialDocument(doc)));
const styleOf = async (id: string) =>
  new RegExp(`<w:style [^>]*w:styleId="${id}".*?</w:style>`, 's').exec(readPart(await draft(), 'word/styles.xml'))?.[0] ?? '';

describe('the page', () => {
  test('is A4 with margins of 37, 35, 28 and 26 mm', async () => {
    const xml = readDocumentXml(await draft());
    expect(xml).toContain('<w:pgSz w:w="11906" w:h="16838" w:orient="portrait"/>');
    expect(xml).toMatch(/<w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1587" [^>]*w:gutter="0"\/>/);
  });
  test('holds exactly 22 lines of 28 characters', async () => {
    const [, pitch, space] = /<w:docGrid w:type="linesAndChars" w:linePitch="(\d+)" w:charSpace="(-?\d+)"\/>/
      .exec(readDocumentXml(await draft()))!
      .map(Number);
    const lines = (16838 - 2098 - 1984) / pitch!;
    const characters = (11906 - 1587 - 1474) / 20 / (16 + space! / 4096);
    expect([Math.floor(lines), Math.floor(characters)]).toEqual([22, 28]);
    expect([lines, characters].every((n) => n % 1 < 0.05)).toBe(true);
  });
  test('holds 28 characters also where the grid is not followed: the body is drawn together', async () => {
    const pitch = 320 + Number(/<w:spacing w:val="(-\d+)"\/>/.exec(await styleOf('BodyText'))![1]);
    expect(Math.floor(8845 / pitch)).toBe(28);
    expect(Math.floor((8845 - 640) / pitch)).toBe(26);
    expect(await styleOf('Paper')).toContain('<w:snapToGrid w:val="0"/>');
  });
  test('has its number one character in from the outer edge, odd pages right and even pages left', async () => {
    const docx = await draft();
    const rels = readPart(docx, 'word/_rels/document.xml.rels');
    const footer = (type: string) => {
      const id = new RegExp(`<w:footerReference w:type="${type}" r:id="(\\w+)"`).exec(readDocumentXml(docx))![1];
      const relation = rels.match(/<Relationship [^>]*>/g)!.find((r) => r.includes(`Id="${id}"`))!;
      return readPart(docx, `word/${/Target="([^"]+)"/.exec(relation)![1]}`);
    };
    expect(readPart(docx, 'word/settings.xml')).toMatch(/<w:evenAndOddHeaders(\/| w:val="true"\/)>/);
    expect(footer('default')).toMatch(/<w:ind w:right="280"\/><w:jc w:val="right"\/>.*— .*PAGE.* —/s);
    expect(footer('even')).toMatch(/<w:ind w:left="280"\/><w:jc w:val="left"\/>.*— .*PAGE.* —/s);
    expect(await styleOf('PageNumber')).toMatch(/w:eastAsia="宋体".*<w:sz w:val="28"\/>/s);
  });
});

describe('the faces', () => {
  test.each([
    ['Title', '方正小标宋简体', 44],
    ['Heading1', '黑体', 32],
    ['Heading2', '楷体_GB2312', 32],
    ['Heading3', '仿宋_GB2312', 32],
    ['Heading4', '仿宋_GB2312', 32],
  ])('%s is set in %s', async (id, face, halfPoints) => {
    expect(await styleOf(id)).toMatch(new RegExp(`w:ascii="Times New Roman".*w:eastAsia="${face}".*<w:sz w:val="${halfPoints}"/>`, 's'));
  });
  test('the body is 3号 仿宋_GB2312 with exact lines, two characters in', async () => {
    const styles = readPart(await draft(), 'word/styles.xml');
    expect(styles).toMatch(/<w:rPrDefault>.*w:eastAsia="仿宋_GB2312".*<w:sz w:val="32"\/>.*<\/w:rPrDefault>/s);
    expect(await styleOf('BodyText')).toMatch(
      /w:line="579" w:lineRule="exact".*<w:ind w:firstLine="632" w:firstLineChars="200"\/><w:jc w:val="both"\/>/s,
    );
    expect(await styleOf('Heading3')).toContain('<w:b/>');
    expect(await styleOf('Heading4')).not.toContain('<w:b/>');
  });
  test('each is listed with the names it goes by elsewhere', async () => {
    const table = readPart(await draft(), 'word/fontTable.xml');
    expect(table).toContain('<w:font w:name="仿宋_GB2312"><w:altName w:val="仿宋,FangSong,华文仿宋"/>');
  });
});

describe('the order of a paper', () => {
  test('number, title, recipient, body, attachments, signer, date, remark and sign-off follow each other', async () => {
    const read = (await paragraphsOf(paper)).filter((p) => p.text !== '').map((p) => `${p.style}:${p.text}`);
    expect(read).toEqual([
      'DocumentNumber:青招办〔2026〕17号',
      'Title:关于2026年10月全区招商引资和\n项目建设推进情况的分析报告',
      'Recipient:区委、区政府：',
      'Heading1:一、总体情况',
      'BodyText:签约项目132〔1〕个、132个',
      'Heading2:（一）主要特点',
      'Heading3:1.龙头带动',
      'Heading4:（1）链条完善',
      'Heading1:二、排名',
      'TableCaption:表1　分单位完成情况',
      'TableNote:单位：个',
      'TableHead:单位',
      'TableHead:签约项目',
      'TableText:青禾镇',
      'TableText:131',
      'TableText:合计',
      'TableText:132',
      'TableNote:注：按个数由高到低。',
      'Heading2:（一）不足',
      'Attachment:附件：1.\t明细表',
      'Attachment:2.\t口径说明',
      'Closing:青禾区投资促进局（盖章）',
      'Closing:2026年11月5日',
      'BodyText:（管理数据，非统计数据）',
      'SignOff:填报人：林若溪\t审核人：\t单位负责人：',
    ]);
  });
  test('the number of a heading does not run into a number it begins with', async () => {
    const read = await paragraphsOf({ title: '通报', blocks: [{ kind: 'heading', level: 3, text: [{ text: '2026' }, '年目标'] }] });
    expect(read.at(-1)!.text).toBe('1. 2026年目标');
  });
  test('a heading stays with the text below it, and a page break moves what follows it', async () => {
    const read = await paragraphsOf(paper);
    expect(await styleOf('Heading1')).toContain('<w:keepNext/>');
    expect(read.filter((p) => p.xml.includes('<w:pageBreakBefore/>')).map((p) => p.text)).toEqual(['二、排名']);
  });
  test('the date stands four characters from the right and the signer is centred over it', async () => {
    const closing = (await paragraphsOf(paper)).filter((p) => p.style === 'Closing');
    const [signer, date] = closing.map((p) => Number(/<w:ind w:right="(\d+)"\/>/.exec(p.xml)![1]));
    const character = (16 - 842 / 4096) * 20;
    expect(date).toBe(Math.round(4 * character));
    // 12 characters over 6.5
    expect(signer).toBe(Math.round((4 - (12 - 6.5) / 2) * character));
  });
  test('the year of a document number stands in 六角括号', () => {
    expect(['青招办[2026]17号', '青招办（2026）17号', '青招办【2026】17号', '青招办〔2026〕17号'].map(withYearBrackets)).toEqual(
      Array(4).fill('青招办〔2026〕17号'),
    );
  });
  test('a paper of a title alone has no empty marks of number, recipient, signer or attachments', async () => {
    const read = await paragraphsOf({ title: '通报', blocks: [] });
    expect(read.map((p) => p.text).join('')).toBe('通报');
  });
  test('the file names its title and its maker', async () => {
    const core = readPart(await officialDocument(paper), 'docProps/core.xml');
    expect(core).toContain(`<dc:title>${paper.title}</dc:title>`);
    expect(core).toContain('<dc:creator>筑巢</dc:creator>');
  });
});

describe('numbers and tables', () => {
  test('a figure is anchored once, where it first stands', async () => {
    const xml = readDocumentXml(await officialDocument(paper));
    const names = [...xml.matchAll(/<w:bookmarkStart w:name="([^"]+)"/g)].map((m) => m[1]!);
    expect(names[0]).toBe('signed_count');
    expect(names[1]).toMatch(/^by_unit__[0-9a-f]{8}$/);
    expect(names).toHaveLength(2);
    expect(xml).toMatch(/<w:bookmarkStart w:name="signed_count" w:id="(\d+)"\/><w:r>.{0,120}132<\/w:t><\/w:r><w:bookmarkEnd w:id="\1"\/>/);
  });
  test('a table fills the text width, repeats its header, tears no row, sets numbers right and totals bold', async () => {
    const xml = readDocumentXml(await officialDocument(paper));
    const table = /<w:tbl>.*<\/w:tbl>/s.exec(xml)![0];
    const rows = table.match(/<w:tr>.*?<\/w:tr>/gs)!;
    expect([...table.matchAll(/<w:gridCol w:w="(\d+)"/g)].reduce((sum, m) => sum + Number(m[1]), 0)).toBe(8845);
    expect(rows.map((r) => r.includes('<w:tblHeader/>'))).toEqual([true, false, false]);
    expect(rows.every((r) => r.includes('<w:cantSplit/>'))).toBe(true);
    const total = readParagraphs(rows[2]!);
    expect(total.map((p) => /<w:jc w:val="(\w+)"/.exec(p.xml)![1])).toEqual(['left', 'right']);
    expect(total.every((p) => p.xml.includes('<w:b/>') && p.xml.includes('<w:sz w:val="24"/>'))).toBe(true);
    expect(rows[1]).not.toContain('<w:b/>');
  });
  test('a total never stands alone on a page', async () => {
    const rows = readDocumentXml(await officialDocument(paper)).match(/<w:tr>.*?<\/w:tr>/gs)!;
    expect(rows.map((r) => /<w:keepNext\/>/.test(r))).toEqual([true, true, false]);
  });
  test('a row with fewer cells than columns is filled up', async () => {
    const columns = [1, 2, 3].map((n) => ({ title: String(n), width: 1 }));
    const xml = readDocumentXml(await draft({ blocks: [{ kind: 'table', caption: '', columns, rows: [{ cells: ['a'] }] }] }));
    expect(xml.match(/<w:tr>.*?<\/w:tr>/gs)!.map((r) => r.match(/<w:tc>/g)!.length)).toEqual([3, 3]);
  });
});

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({
    unit: fc.constantFrom(
      '<',
      '>',
      '&',
      '"',
      "'",
      ']]>',
      '\u0000',
      '\u000b',
      '\u001f',
      '\ufffe',
      '\ud83d',
      '😀',
      '𠮷',
      '项',
      '\r\n',
      '\t',
      '\u2028',
      '%1',
    ),
  }),
);
const cell = fc.oneof(anyText, fc.array(fc.record({ text: anyText, figureKey: anyText, mark: anyText })));
const anyBlock: fc.Arbitrary<Block> = fc.oneof(
  fc.record({ kind: fc.constant('heading' as const), level: fc.constantFrom(1 as const, 2 as const, 3 as const, 4 as const), text: cell }),
  fc.record({ kind: fc.constant('paragraph' as const), text: cell }),
  fc.constant({ kind: 'pageBreak' as const }),
  fc.record({
    kind: fc.constant('table' as const),
    caption: anyText,
    unit: anyText,
    note: anyText,
    columns: fc.array(fc.record({ title: anyText, width: fc.integer({ min: 1, max: 9 }) }), { minLength: 1, maxLength: 8 }),
    rows: fc.array(fc.record({ cells: fc.array(cell, { maxLength: 9 }), isTotal: fc.boolean() }), { maxLength: 4 }),
  }),
);

describe('any text at all', () => {
  test('gives a well-formed file whose bookmarks are unique and allowed', async () => {
    const documents = fc.record({
      title: anyText,
      documentNumber: anyText,
      recipient: anyText,
      blocks: fc.array(anyBlock, { maxLength: 6 }),
      attachments: fc.array(anyText, { maxLength: 12 }),
      signer: anyText,
      date: fc.constantFrom('2026', '2026-11', '2026-11-22'),
      preparedBy: fc.record({ preparer: anyText, reviewer: anyText, unitHead: anyText }),
      disclaimer: anyText,
    });
    await fc.assert(
      fc.asyncProperty(documents, async (doc) => {
        const parts = readParts(await officialDocument(doc));
        for (const [path, xml] of parts) expect([path, faultOfXml(xml)]).toEqual([path, null]);
        const names = [...parts.get('word/document.xml')!.matchAll(/<w:bookmarkStart w:name="([^"]*)"/g)].map((m) => m[1]!.toLowerCase());
        expect(new Set(names).size).toBe(names.length);
        expect(names.every((n) => /^[a-z]\w{0,39}$/.test(n))).toBe(true);
      }),
      { numRuns: 60 },
    );
  });
  test('of 200,000 characters is written whole', async () => {
    const text = '招商引资<项目>&'.repeat(20_000);
    const read = await paragraphsOf({ title: text.slice(0, 3000), blocks: [{ kind: 'paragraph', text }] });
    expect(read.find((p) => p.style === 'BodyText' && p.text !== '')!.text).toBe(text);
  });
});
