/** Stages and sides as papers write them. */
export const stageNames: Readonly<Record<string, string>> = {
  planning: '谋划',
  negotiating: '在谈',
  signed: '签约',
  preparing: '前期',
  building: '在建',
  completed: '竣工',
  producing: '投产',
  at_capacity: '达效',
  withdrawn: '退库',
  suspended: '中止',
  transferred: '流转',
  merged: '合并',
};
