/** Words for what an import of recognised dates finds; {found} and details are filled in. */
export const dateWords: Readonly<Record<string, Readonly<{ zh: string; en: string }>>> = {
  'date.project_unknown': {
    zh: '找不到项目“{found}”：按编码和名称都没有，或尚未签约',
    en: 'No project “{found}” by code or name, or it is not signed yet',
  },
  'date.project_ambiguous': {
    zh: '“{found}”对应多个项目：{codes}；请改用编码',
    en: '“{found}” names several projects: {codes}; use the code',
  },
  'date.twice_in_file': {
    zh: '与本文件第 {row} 行是同一项目、同一部门的同一事项',
    en: 'The same event of the same project and authority as row {row} of this file',
  },
  'project.may_not_recognise': {
    zh: '您不能登记“{found}”对这一事项的认定',
    en: 'You may not write down what “{found}” recognises of this event',
  },
  'project.date_before_signing': { zh: '项目尚未签约，没有认定时间', en: 'The project is not signed; it has no recognised dates' },
  'project.start_kind_required': { zh: '缺少开工类型：建安类、设备购置类或开业', en: 'The kind of start is missing' },
};
