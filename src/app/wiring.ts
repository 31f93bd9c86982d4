/** Every place where one room answers or sets off another. If it is not here, it does not happen. */
import { gatePreset } from '../modules/projects/domain/gate.ts';
import { thresholdsPreset } from '../modules/figures/domain/thresholds.ts';
import { publishPreset } from '../modules/reference/commands.ts';
import type { Db } from '../platform/db.ts';
import type { TaskHandlers } from '../platform/tasks.ts';
import type { Runtime } from './runtime.ts';

/** Rules that ship with the product; a district publishes its own versions over them. */
const presets = [gatePreset, thresholdsPreset];
export async function publishPresets(db: Db): Promise<void> {
  for (const preset of presets) await publishPreset(db, preset);
}

export const taskHandlers = (_runtime: Runtime): TaskHandlers => ({});
export async function interrupted(_runtime: Runtime, _kind: string, _taskId: string): Promise<void> {}
export async function nightly(_runtime: Runtime): Promise<void> {}
