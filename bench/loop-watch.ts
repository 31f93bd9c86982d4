import { monitorEventLoopDelay } from 'node:perf_hooks';

/** Loaded into a server before it starts: tells, whenever asked, how long its thread kept others waiting since it was last asked. */

export type Loop = Readonly<{
  /** Milliseconds that the event loop was late at most; on a busy machine that includes the turns of other programs. */
  lateMs: number;
  /** Milliseconds of its own processor time that the thread worked at a stretch. */
  turnMs: number;
}>;

const late = monitorEventLoopDelay({ resolution: 5 });
late.enable();
const used = () => {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
};
let [last, longest] = [used(), 0];
setInterval(() => {
  const now = used();
  [longest, last] = [Math.max(longest, now - last), now];
}, 1).unref();

process.on('message', () => {
  const found: Loop = { lateMs: late.max / 1e6, turnMs: longest };
  process.send?.(found);
  late.reset();
  [longest, last] = [0, used()];
});
process.channel?.unref();
