/** Words for what an import of units and people finds; {found} and {expected} are filled in. */
export const identityWords: Readonly<Record<string, Readonly<{ zh: string; en: string }>>> = {
  'unit.twice_in_file': {
    zh: '单位编码“{found}”与本文件第 {expected} 行重复',
    en: 'Unit code “{found}” repeats row {expected} of this file',
  },
  'unit.parent_unknown': { zh: '没有上级单位“{found}”', en: 'No unit “{found}” to hang below' },
  'unit.parent_refused': { zh: '上级单位“{found}”所在的行被退回', en: 'The row of its parent “{found}” is refused' },
  'unit.below_itself': { zh: '单位不能在自己之下', en: 'A unit may not stand below itself' },
  'unit.wrong_place': { zh: '“{found}”不能挂在“{expected}”之下', en: '“{found}” may not hang below “{expected}”' },
  'unit.unknown_name': { zh: '没有单位“{found}”', en: 'No unit “{found}”' },
  'unit.ambiguous': { zh: '“{found}”对应多个单位；请改用单位编码', en: '“{found}” names several units; use the code' },
  'unit.text_too_long': { zh: '最多 {expected} 字', en: 'At most {expected} characters' },
  'person.twice_in_file': { zh: '“{found}”与本文件第 {expected} 行重复', en: '“{found}” repeats row {expected} of this file' },
  'person.bad_login': { zh: '登录名“{found}”只能用 {expected}', en: 'Login “{found}” may only have {expected}' },
  'person.ambiguous': { zh: '该单位有多位“{found}”；请填登录名', en: 'The unit has several people called “{found}”; give the login' },
  'person.bad_phone': { zh: '“{found}”不是电话号码', en: '“{found}” is no telephone number' },
};
