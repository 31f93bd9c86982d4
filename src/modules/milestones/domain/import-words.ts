/** Words for what an import of plans finds; {found} and details are filled in. */
export const importWords: Readonly<Record<string, Readonly<{ zh: string; en: string }>>> = {
  'milestone.project_unknown': {
    zh: '找不到项目“{found}”：按编码和名称都没有，或您无权查看',
    en: 'No project “{found}” by code or name that you may see',
  },
  'milestone.project_ambiguous': { zh: '“{found}”对应多个项目，请改用编码', en: '“{found}” names several projects; use the code' },
  'milestone.twice_in_file': { zh: '与本文件第 {row} 行是同一项目的同一节点', en: 'The same milestone of the same project as row {row}' },
  'milestone.other_class': { zh: '与本项目第 {row} 行的项目类型不同', en: 'Another class than row {row} of the same project' },
  'milestone.too_many': { zh: '一个项目最多 {most} 个节点', en: 'A project has at most {most} milestones' },
  'milestone.turned_round': { zh: '计划完成早于计划开始', en: 'It is to be finished before it is to begin' },
  'milestone.term_too_long': { zh: '工期超过 {most} 天', en: 'It takes more than {most} days' },
  'milestone.in_future': { zh: '实际完成日期“{found}”还没有到', en: 'The day “{found}” has not come yet' },
  'milestone.has_plan': { zh: '项目 {code} 已有节点计划，请在项目页调整', en: 'Project {code} has a plan already; change it on its page' },
  'milestone.may_not_plan': { zh: '您不能编制项目“{found}”的计划', en: 'You may not plan the project “{found}”' },
};
