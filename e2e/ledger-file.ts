import ExcelJS from 'exceljs';

/** A ledger as offices keep it: title, unit note, header of two rows, 合计, a note below. Amounts in 万元. */
export async function writeLedger(path: string, year: number) {
  const book = new ExcelJS.Workbook();
  const sheet = book.addWorksheet('招商台账');
  sheet.addRow([`${year}年招商引资项目台账`]);
  sheet.addRow(['填报单位：招商局', '', '', '', '', '', '单位：万元']);
  sheet.addRow(['序号', '项目名称', '投资方', '责任单位', '项目阶段', '投资情况', '', '签约时间']);
  sheet.addRow(['', '', '', '', '', '总投资', '协议资金', '']);
  sheet.mergeCells('A1:H1');
  sheet.mergeCells('F3:G3');
  for (const column of 'ABCDEH') sheet.mergeCells(`${column}3:${column}4`);
  sheet.addRow([1, '年产5万吨镁合金压铸件项目', '静川华锐材料有限公司', '招商局', '签约', 36000, 35000, `${year}-03-15`]);
  sheet.addRow([2, '智能仓储装备制造项目', '云栖智造有限公司', '招商局', '在建', '1.2亿', 12000, `${year}.04`]);
  sheet.addRow([3, '冷链物流园项目', '北辰冷链有限公司', '招商局', '签约', '8,000', 8000.5, `${year}年6月`]);
  sheet.addRow([4, '数据标注基地项目', '朗曜数据有限公司', '招商局', '在谈', 3000, '', '']);
  sheet.addRow([5, '食品加工项目', '东澜食品有限公司', '不存在的局', '在谈', 2000, '', '']);
  sheet.addRow(['合计', '', '', '', '', 61000, 55000.5, '']);
  sheet.addRow(['注：以上为初步数。']);
  await book.xlsx.writeFile(path);
}
