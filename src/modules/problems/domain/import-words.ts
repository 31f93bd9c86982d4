/** Words for what an import of problems finds; {found} and details are filled in. */
export const importWords: Readonly<Record<string, Readonly<{ zh: string; en: string }>>> = {
  'problem.project_unknown': {
    zh: '找不到项目“{found}”：按编码和名称都没有，或您无权查看',
    en: 'No project “{found}” by code or name that you may see',
  },
  'problem.project_ambiguous': { zh: '“{found}”对应多个项目，请改用编码', en: '“{found}” names several projects; use the code' },
  'problem.owner_unknown': { zh: '找不到责任单位“{found}”', en: 'No unit “{found}”' },
  'problem.owner_ambiguous': { zh: '“{found}”对应多个单位，请写全称', en: '“{found}” names several units; write it in full' },
  'problem.owner_in_talks': { zh: '在谈项目的问题只能由项目单位办理', en: 'Before signing, a problem stays with the unit of the project' },
  'problem.may_not_raise': { zh: '您不能为项目“{found}”提出问题', en: 'You may not raise problems of the project “{found}”' },
  'problem.in_future': { zh: '日期“{found}”还没有到', en: 'The day “{found}” has not come yet' },
  'problem.turned_round': { zh: '办结日期早于提出日期', en: 'It is closed before it is raised' },
  'problem.twice_in_file': { zh: '与本文件第 {row} 行是同一项目的同一问题', en: 'The same problem of the same project as row {row}' },
};
