/** Words for what an import of approvals finds; {found} and details are filled in. */
export const importWords: Readonly<Record<string, Readonly<{ zh: string; en: string }>>> = {
  'permit.project_unknown': {
    zh: '找不到项目“{found}”：按编码和名称都没有，或您无权查看',
    en: 'No project “{found}” by code or name that you may see',
  },
  'permit.project_ambiguous': { zh: '“{found}”对应多个项目，请改用编码', en: '“{found}” names several projects; use the code' },
  'permit.may_not_arrange': { zh: '您不能登记项目“{found}”的审批事项', en: 'You may not record approvals of “{found}”' },
  'permit.twice_in_file': { zh: '与本文件第 {row} 行是同一项目的同一事项', en: 'The same approval of the same project as row {row}' },
  'permit.has_it': {
    zh: '项目已有事项“{name}”且日期不同，请在项目页登记',
    en: 'The project has “{name}” with other days; change it on its page',
  },
  'permit.promised_longer': {
    zh: '承诺时限长于法定时限 {legal} 个工作日',
    en: 'The promise is longer than the {legal} working days of the law',
  },
  'permit.in_future': { zh: '日期“{found}”还没有到', en: 'The day “{found}” has not come yet' },
  'permit.before_last': { zh: '日期“{found}”早于上一步的日期（{last}）', en: 'The day “{found}” is before the step before it, {last}' },
  'permit.not_now': { zh: '没有受理日期就有办结日期', en: 'It was decided without being accepted' },
};
