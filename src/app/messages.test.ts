import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { Refusal } from '../kernel/refusal.ts';
import { namesOf } from '../modules/projects/domain/gate.ts';
import { historySentence } from '../modules/projects/web/history-sentence.ts';
import { refusalSentence } from '../web/kit/refusal-sentence.ts';
import { addMessages, phrase } from '../web/text.ts';
import { importKinds } from './import-kinds.ts';

const src = fileURLToPath(new URL('..', import.meta.url));
type Messages = Record<string, string>;
const messageFiles = () => ['web/messages/*.ts', 'modules/*/web/messages.ts'].flatMap((pattern) => globSync(pattern, { cwd: src }));

const allMessages = () =>
  Promise.all(messageFiles().map(async (file) => (await import(`${src}/${file}`)) as { zh: Messages; en: Messages }));

test('every refusal of the server has its words in both languages', async () => {
  const all = await allMessages();
  const known = (language: 'zh' | 'en') => new Set(all.flatMap((messages) => Object.keys(messages[language])));
  const [zh, en] = [known('zh'), known('en')];
  // What an import finds in a row is a finding: the same words on screen and in the list of refused rows.
  const hasWords = (code: string) => ['refusal', 'finding'].some((as) => zh.has(`${as}.${code}`) && en.has(`${as}.${code}`));
  const silent = codes().filter(({ code }) => !hasWords(code));
  expect(silent).toEqual([]);
});

test('a word that follows a count never stands without the count: 3 days late, and not days late', async () => {
  const texts = (await allMessages()).flatMap(({ en }) => Object.values(en));
  const counted = texts.flatMap((text) => [...text.matchAll(/\{(\w+):[^|}]*\|[^}]*\}/g)].map(([, name]) => ({ text, name })));
  expect(counted.length).toBeGreaterThan(50);
  expect(counted.filter(({ text, name }) => !text.includes(`{${name}}`)).map(({ text }) => text)).toEqual([]);
});

test('no line of a project’s history writes a date with hyphens in Chinese: 2026年7月, as everywhere else', async () => {
  const zh: Messages = Object.assign({}, ...(await allMessages()).map((m) => m.zh));
  const params = { month: '2026-07', on: '2026-07-01', due: '2026-08', n: 1, year: 2026, no: 3, who: '镇长', unit: '青穗镇' };
  const dated = Object.keys(zh).filter((key) => /\.history\.|^lights\.why\./.test(key) && /\{(month|on|due)\}/.test(zh[key]!));
  const said = dated.map((key) => historySentence((k, p) => phrase(zh, k, p), { key, params, words: {} }));
  expect(said.length).toBeGreaterThan(20);
  expect(said.filter((words) => /\d{4}-\d/.test(words) || !/2026年[78]月/.test(words))).toEqual([]);
});

test('a date is said in Chinese without a gap before or after it', async () => {
  const zh: Messages = Object.assign({}, ...(await allMessages()).map((m) => m.zh));
  const dates = '(?:month|on|due|through|until|today|asOf|[a-z]+On)';
  const gap = new RegExp(`\\p{Script=Han} \\{${dates}\\}|\\{${dates}\\} \\p{Script=Han}`, 'u');
  const sentences = Object.values(zh).filter((words) => words.includes('{month}') || words.includes('{on}'));
  expect(sentences.length).toBeGreaterThan(60);
  expect(Object.keys(zh).filter((key) => gap.test(zh[key]!))).toEqual([]);
});

test('a shut gate says of an approval how it stands, as the checklist does', async () => {
  const all = await allMessages();
  for (const messages of all) addMessages(messages);
  const permit = { id: null, key: 'construction', name: '建筑工程施工许可', validUntil: '2026-05-01' } as const;
  const item = { stage: 'building', fact: 'permit', met: false, withheld: false, withholdable: false } as const;
  const said = (language: 'zh' | 'en', standing: 'open' | 'declined' | 'expired' | 'unlaid') => {
    const words: Messages = Object.assign({}, ...all.map((messages) => messages[language]));
    const missing = namesOf([{ ...item, permit: { ...permit, standing } }]);
    const refusal = new Refusal('rule', 'project.gate_shut', { stage: 'building', ...missing });
    return refusalSentence((key, params) => phrase(words, key, params), refusal).what;
  };
  expect([said('zh', 'open'), said('zh', 'unlaid'), said('zh', 'declined'), said('zh', 'expired'), said('en', 'open')]).toEqual([
    '进入“在建”还缺：建筑工程施工许可（尚未批准）',
    '进入“在建”还缺：建筑工程施工许可（项目的审批清单里还没有这一项）',
    '进入“在建”还缺：建筑工程施工许可（不予批准）',
    '进入“在建”还缺：建筑工程施工许可（有效期至2026年5月1日，现已届满；在此之前发生的，填实际日期即可）',
    'To enter “Under construction” there is still missing: 建筑工程施工许可 (Not granted yet)',
  ]);
});

test('every kind of list that can be brought in says what it is, in both languages', async () => {
  const words = (await import('../modules/imports/web/messages.ts')) as { zh: Messages; en: Messages };
  const silent = importKinds.filter(({ key }) => !words.zh[`imports.about.${key}`] || !words.en[`imports.about.${key}`]);
  expect(silent.map(({ key }) => key)).toEqual([]);
});

test('the search for refusals finds some', () => {
  expect(codes().map(({ code }) => code)).toEqual(expect.arrayContaining(['session.required', 'amount.unreadable', 'file.missing']));
});

/** Seen only in the terminal by whoever runs the server: code and details are printed there, docs/operate.md explains them. */
const terminal = /^(config|migration|postgres|database|data|demo|role|backup|restore)\./;
/** Codes as they are written in the source: refuse('kind', 'noun.reason', …), the short forms bad(…) and fault(…), and every code of the kernel. */
const refused = /(?:(?:refuse|new Refusal)\(\s*'\w+',\s*|\b(?:bad|fault)\(\s*)'([a-z_]+\.[a-z_]+|internal)'/g;
const inKernel = /'([a-z_]+\.[a-z_]+)'/g;

function codes(): { code: string; file: string }[] {
  const sources = globSync('**/*.{ts,tsx}', { cwd: src }).filter((file) => !/\.test\.tsx?$|testing\/|^app\/cli\/|^web\//.test(file));
  const found = sources.flatMap((file) => {
    const text = readFileSync(`${src}/${file}`, 'utf8');
    return [...text.matchAll(file.startsWith('kernel/') ? inKernel : refused)].map((m) => ({ code: m[1]!, file }));
  });
  return [...new Map(found.filter(({ code }) => !terminal.test(code)).map((f) => [f.code, f])).values()];
}
