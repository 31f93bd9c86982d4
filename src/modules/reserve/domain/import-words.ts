/** Words for what an import of ideas finds; {found} and details are filled in. */
export const importWords: Readonly<Record<string, Readonly<{ zh: string; en: string }>>> = {
  'idea.unit_unknown': { zh: '找不到责任单位“{found}”', en: 'No unit “{found}”' },
  'idea.unit_ambiguous': { zh: '“{found}”对应多个单位，请写全称', en: '“{found}” names several units; write it in full' },
  'idea.may_not_keep': { zh: '您不能为单位“{found}”储备项目', en: 'You may not keep ideas of the unit “{found}”' },
  'idea.twice_in_file': { zh: '与本文件第 {row} 行是同一单位的同名项目', en: 'The same name of the same unit as row {row}' },
};
