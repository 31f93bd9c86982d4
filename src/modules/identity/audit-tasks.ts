import { type Anchor, checkAudit, linkAudit } from '../../platform/audit-chain.ts';
import type { Db } from '../../platform/db.ts';
import type { TaskHandlers, Work } from '../../platform/tasks.ts';

/** Long work on the audit trace. What waits for its link is chained first, so that nothing written before the check is left out. */
export const auditTasks = (db: Db): TaskHandlers => ({
  'audit.check': async ({ anchor }: { anchor: Anchor | null }, { progress }: Work) => {
    await linkAudit(db);
    return checkAudit(db, { anchor: anchor ?? undefined, progress });
  },
});
