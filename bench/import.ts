import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { importKinds } from '../src/app/import-kinds.ts';
import type { Runtime } from '../src/app/parts.ts';
import { openRuntime } from '../src/app/runtime.ts';
import type { Actor } from '../src/kernel/actor.ts';
import { ensureRootUnit } from '../src/modules/identity/commands.ts';
import { operatorActor } from '../src/modules/identity/queries.ts';
import { bringFile, setUpImport } from '../src/modules/imports/commands.ts';
import type { ImportSetup } from '../src/modules/imports/domain/setup.ts';
import { commitNow, runCheck } from '../src/modules/imports/tasks.ts';
import { importResult } from '../src/modules/imports/result-queries.ts';
import { product } from '../src/modules/reference/commands.ts';
import { loadConfig } from '../src/platform/config.ts';
import { createLog } from '../src/platform/log.ts';
import { type SheetLine, type SheetSpec, writeSheet } from '../src/platform/sheet/writer.ts';

/** How long an import of many rows takes, what memory it needs, and how long anything else would have to wait for it. */

const rows = Number(process.argv[2] ?? 100_000);
const only = process.argv[3];
const seconds = (from: number) => Math.round((performance.now() - from) / 10) / 100;

/** The same numbers every time (mulberry32). */
function seeded(seed: number) {
  let state = seed;
  return (below: number) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}
const syllables = '云岭东河新城绿源金谷华泰盛和锦程瑞丰天工恒越明德海川安平长宁';
const trades = ['新能源', '装备制造', '食品加工', '生物医药', '现代物流', '新型建材', '电子信息', '纺织服装'];
const pick = <T>(from: ArrayLike<T>, n: number): T => from[n % from.length]!;

function* projects(): Generator<SheetLine> {
  const random = seeded(7);
  for (let i = 1; i <= rows; i += 1) {
    const company = pick(syllables, random(1000)) + pick(syllables, random(1000)) + pick(trades, random(100)) + '有限公司';
    const total = (random(90_000) + 1000) * 1_000_000;
    const day = `20${10 + random(16)}-${String(1 + random(12)).padStart(2, '0')}-${String(1 + random(28)).padStart(2, '0')}`;
    yield [
      i,
      `L${i}`,
      `${company}${pick(trades, random(50))}项目${i}期`,
      company,
      total,
      Math.round(total * 0.8),
      day,
      '新建',
      '工业园区东区',
      `建设厂房${random(9000)}平方米`,
      pick(['约', '张', '李'], random(3)) + '经理',
      '示例备注',
    ];
  }
}
function* arrivals(): Generator<SheetLine> {
  const random = seeded(11);
  for (let i = 1; i <= rows; i += 1) {
    const day = `20${24 + random(2)}-${String(1 + random(12)).padStart(2, '0')}-${String(1 + random(28)).padStart(2, '0')}`;
    yield [i, `L${1 + random(rows)}`, day, (random(9000) + 10) * 10_000, '其他', `银行回单${i}`, '示例付款方', '', '', '', '', ''];
  }
}
const column = (header: string, kind: 'text' | 'integer' | 'amount' | 'date' = 'text') => ({ header, kind, unit: '万元' as const });
const ledgers: Record<string, { spec: SheetSpec; setup: ImportSetup }> = {
  project: {
    spec: {
      sheetName: '台账',
      columns: [
        column('序号', 'integer'),
        column('项目编号'),
        column('项目名称'),
        column('投资方名称'),
        column('总投资（万元）', 'amount'),
        column('协议资金（万元）', 'amount'),
        column('签约时间', 'date'),
        column('建设性质'),
        column('建设地点'),
        column('建设内容及规模'),
        column('联系人'),
        column('备注'),
      ],
      rows: { [Symbol.iterator]: projects },
    },
    setup: {
      columns: {
        项目编号: 'otherCode',
        项目名称: 'name',
        投资方名称: 'investor',
        总投资: 'total',
        协议资金: 'agreed',
        签约时间: 'signedOn',
        建设性质: 'nature',
        建设地点: 'place',
        建设内容及规模: 'scale',
        联系人: 'contactName',
        备注: 'remark',
      },
    },
  },
  arrival: {
    spec: {
      sheetName: '到位',
      columns: [
        column('序号', 'integer'),
        column('项目编号'),
        column('到位时间', 'date'),
        column('到位资金（万元）', 'amount'),
        column('资金类别'),
        column('凭证号'),
        column('付款方'),
        ...Array.from({ length: 5 }, (_, i) => column(`备用${i + 1}`)),
      ],
      rows: { [Symbol.iterator]: arrivals },
    },
    setup: {
      columns: { 项目编号: 'project', 到位时间: 'arrivedOn', 到位资金: 'amount', 资金类别: 'kind', 凭证号: 'voucherNo', 付款方: 'payer' },
    },
  },
};

/** The longest that the server's thread worked, in milliseconds of its own processor time, before others had their turn. */
function watchTurns() {
  const used = () => {
    const { user, system } = process.threadCpuUsage();
    return (user + system) / 1000;
  };
  let [last, longest] = [used(), 0];
  const timer = setInterval(() => {
    const now = used();
    [longest, last] = [Math.max(longest, now - last), now];
  }, 1);
  const since = () => {
    const found = Math.round(longest);
    longest = 0;
    return found;
  };
  return { longest: since, stop: () => clearInterval(timer) };
}

async function once(runtime: Runtime, actor: Actor, kind: string, path: string, setup: ImportSetup) {
  const { db, files } = runtime;
  const room = { db, files, kinds: importKinds };
  const delay = monitorEventLoopDelay({ resolution: 5 });
  const turns = watchTurns();
  const memory = { peak: 0 };
  const watch = setInterval(() => (memory.peak = Math.max(memory.peak, process.memoryUsage.rss())), 50);
  const going = { progress: () => Promise.resolve(), signal: new AbortController().signal };
  delay.enable();
  const cpu = process.cpuUsage();
  const began = performance.now();
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  const { id } = await bringFile(
    room,
    { name: `${kind}.xlsx`, path, size: (await stat(path)).size, sha256: hash.digest('hex') },
    kind,
    actor,
  );
  await setUpImport(room, id, setup, actor);
  const brought = seconds(began);
  const checking = performance.now();
  await runCheck(room, id, actor, going);
  const checked = seconds(checking);
  const checkDelay = Math.round(delay.max / 1e6);
  const checkTurn = turns.longest();
  delay.reset();
  const result = await importResult(db, id);
  const committing = performance.now();
  await commitNow(
    room,
    id,
    { skipRefused: false, acknowledged: { codes: [...new Set(result.warnings.map((w) => w.code))], reason: 'bench' } },
    actor,
    going,
  );
  const committed = seconds(committing);
  clearInterval(watch);
  turns.stop();
  delay.disable();
  const { accepted, new: fresh, unchanged, refusedRows } = result;
  return {
    kind,
    rows: result.rows,
    accepted,
    fresh,
    unchanged,
    refusedRows,
    warnings: result.warnings.length,
    seconds: { brought, checked, committed, all: seconds(began) },
    longestTurnMs: { checking: checkTurn, committing: turns.longest() },
    longestWaitMs: { checking: checkDelay, committing: Math.round(delay.max / 1e6) },
    cpuSeconds: Math.round((process.cpuUsage(cpu).user + process.cpuUsage(cpu).system) / 1e4) / 100,
    peakMemoryMb: Math.round(memory.peak / 2 ** 20),
  };
}

const dataDir = await mkdtemp(join(tmpdir(), 'zhuchao-bench-'));
const runtime = await openRuntime({ ...loadConfig({}), dataDir }, createLog('warn'), { join: false });
try {
  await ensureRootUnit(runtime.db, { name: '云岭区', code: '000000' }, product);
  const actor = await operatorActor(runtime.db);
  for (const [kind, { spec, setup }] of Object.entries(ledgers).filter(([kind]) => !only || kind === only)) {
    const path = join(dataDir, `${kind}.xlsx`);
    const writing = performance.now();
    await writeSheet(spec, createWriteStream(path));
    const wrote = seconds(writing);
    const megabytes = Math.round((await stat(path)).size / 2 ** 20);
    for (const run of process.argv[4] ? [process.argv[4]] : ['first', 'again']) {
      const figures = await once(runtime, actor, kind, path, setup);
      process.stdout.write(`${JSON.stringify({ run, wrote, megabytes, ...figures })}\n`);
    }
  }
} finally {
  await runtime.close();
  await rm(dataDir, { recursive: true, force: true });
}
