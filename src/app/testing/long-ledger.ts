import { createWriteStream } from 'node:fs';
import type { ImportSetup } from '../../modules/imports/domain/setup.ts';
import { type SheetLine, writeSheet } from '../../platform/sheet/writer.ts';
import { seeded } from '../demo/random.ts';

const syllables = [...'云岭东河新城绿源金谷华泰盛和锦程瑞丰天工恒越明德海川安平长宁'];
const trades = ['新能源', '装备制造', '食品加工', '生物医药', '现代物流', '新型建材', '电子信息', '纺织服装'];
const fields = {
  项目编号: 'otherCode',
  项目名称: 'name',
  投资方名称: 'investor',
  总投资: 'total',
  协议资金: 'agreed',
  签约时间: 'signedOn',
  建设性质: 'nature',
  建设地点: 'place',
  建设内容及规模: 'scale',
  联系人: 'contactName',
  备注: 'remark',
};
/** How the sheet of `writeLongLedger` is read. */
export const longLedgerSetup: ImportSetup = { fillDown: [], columns: fields };

function* lines(rows: number, mark: string): Generator<SheetLine> {
  const random = seeded(7);
  for (let i = 1; i <= rows; i += 1) {
    const company = `${random.pick(syllables)}${random.pick(syllables)}${random.pick(trades)}有限公司`;
    const total = random.between(1000, 90_000) * 1_000_000;
    const signed = `20${random.between(10, 25)}-${two(random.between(1, 12))}-${two(random.between(1, 28))}`;
    const name = `${company}${random.pick(trades)}项目${mark}${i}期`;
    const work = `建设厂房${random.below(9000)}平方米`;
    const agreed = Math.round(total * 0.8);
    yield [
      i,
      `${mark}${i}`,
      name,
      company,
      total,
      agreed,
      signed,
      '新建',
      '工业园区东区',
      work,
      `${random.pick(['邱', '张', '李'])}经理`,
      '示例备注',
    ];
  }
}
const two = (n: number) => String(n).padStart(2, '0');

/** A ledger of so many invented projects in twelve columns, signed and with their agreed sums; the same every time. `mark` begins their codes. */
export const writeLongLedger = (path: string, rows: number, mark = 'L') => {
  const column = (header: string, kind: 'text' | 'integer' | 'amount' | 'date' = 'text') => ({ header, kind, unit: '万元' as const });
  const plain = ['建设性质', '建设地点', '建设内容及规模', '联系人', '备注'].map((header) => column(header));
  const columns = [
    column('序号', 'integer'),
    ...['项目编号', '项目名称', '投资方名称'].map((header) => column(header)),
    column('总投资（万元）', 'amount'),
    column('协议资金（万元）', 'amount'),
    column('签约时间', 'date'),
    ...plain,
  ];
  return writeSheet({ sheetName: '台账', columns, rows: { [Symbol.iterator]: () => lines(rows, mark) } }, createWriteStream(path));
};
