import { clockTime } from '../../kernel/day.ts';
import { type SheetSpec } from '../../platform/sheet/writer.ts';
import type { auditEntry } from '../../platform/audit.ts';

type Entry = typeof auditEntry.$inferSelect;
const told = (value: unknown) => (value === null || value === undefined ? null : JSON.stringify(value));

/** The audit trace as a sheet: one row an entry, as it is stored. */
export const auditSheet = (entries: AsyncIterable<Entry>): SheetSpec => ({
  sheetName: '审计日志',
  columns: [
    { header: '序号', kind: 'integer' },
    { header: '时间', kind: 'text', width: 20 },
    { header: '操作人', kind: 'text' },
    { header: '操作人编号', kind: 'text', width: 38 },
    { header: '操作', kind: 'text', width: 26 },
    { header: '对象', kind: 'text' },
    { header: '对象编号', kind: 'text', width: 38 },
    { header: '变更前', kind: 'text', width: 40 },
    { header: '变更后', kind: 'text', width: 40 },
    { header: '请求编号', kind: 'text', width: 38 },
  ],
  rows: lines(entries),
});

async function* lines(entries: AsyncIterable<Entry>) {
  for await (const e of entries) {
    yield [e.seq, clockTime(e.at), e.actorName, e.actorId, e.action, e.subject, e.subjectId, told(e.before), told(e.after), e.requestId];
  }
}
