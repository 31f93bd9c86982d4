import { spokenDates, zhDates } from '../../../kernel/spoken-date.ts';
import type { Judged } from './light.ts';
import type { ReasonClass } from './reason.ts';

/** The sentences of lights in Chinese: on screen, and in papers, which are written on the server. */
export const zhWhy = {
  'lights.colour.green': '绿',
  'lights.colour.yellow': '黄',
  'lights.colour.red': '红',
  'lights.colour.none': '未评',
  'lights.event.started': '开工',
  'lights.event.completed': '竣工',
  'lights.event.production': '投产',
  'lights.event.natong': '入库纳统',
  'lights.event.report': '报送月报',
  'lights.why.not_lit': '不在亮灯范围',
  'lights.why.no_plan': '没有年度投资计划，无法比较序时进度',
  'lights.why.points': '截至{month}完成 {done}%，序时 {schedule}%，落后 {behind} 个百分点 → {colour}',
  'lights.why.ratio': '截至{month}完成 {done}%，序时 {schedule}%，为序时的 {ratio}% → {colour}',
  'lights.why.happened': '已于{on}{event} → {colour}',
  'lights.why.not_due': '没有要求的时间',
  'lights.why.too_small': '总投资不足 {least} 万元，不要求{event}',
  'lights.why.not_yet': '应于{due}{event}，未到时间 → {colour}',
  'lights.why.overdue_day': '应于{due}{event}，至今未办 → {colour}',
  'lights.why.overdue_month': '应于{due}{event}，已过 {n} 个月 → {colour}',
  'lights.why.overdue_month_running': '应于{due}{event}，连续 {periods} 个月未办 → {colour}',
  'lights.why.overdue_day_running': '应于{due}{event}，连续 {periods} 个月未办 → {colour}',
  'lights.why.points_running': '截至{month}落后序时 {behind} 个百分点，连续 {periods} 个月黄灯 → {colour}',
  'lights.why.ratio_running': '截至{month}为序时的 {ratio}%，连续 {periods} 个月黄灯 → {colour}',
  'lights.why.other_stage': '现阶段不看更新时间',
  'lights.why.never_updated': '没有任何进展记录',
  'lights.why.silent_day': '最近一次进展在{on} → {colour}',
  'lights.why.silent_month': '最近一次进展在{on}，已 {n} 个月没有进展 → {colour}',
  'lights.why.remove_day': '最近一次进展在{on}，应移出项目库 → {colour}',
  'lights.why.remove_month': '最近一次进展在{on}，已 {n} 个月没有进展，应移出项目库 → {colour}',
  'lights.why.silent_day_running': '最近一次进展在{on}，连续 {periods} 个月黄灯 → {colour}',
  'lights.why.silent_month_running': '最近一次进展在{on}，连续 {periods} 个月黄灯 → {colour}',
  'lights.why.on_plan': '节点没有逾期 → {colour}',
  'lights.why.missed': '节点“{node}”应于{due}完成，已逾期 → {colour}',
  'lights.why.missed_running': '节点“{node}”应于{due}完成，连续 {periods} 个月黄灯 → {colour}',
  'lights.class.enterprise': '企业原因',
  'lights.class.government': '政府原因',
  'lights.class.market': '市场',
  'lights.class.weather': '天气',
  'lights.class.policy': '政策',
  'lights.class.force_majeure': '不可抗力',
} as const;
const words: Readonly<Record<string, string>> = { ...zhWhy, ...zhDates };

export const classWord = (reason: ReasonClass): string => words[`lights.class.${reason}`]!;

/** Which words of a sentence are themselves keys of words: `{colour}` and `{event}`. */
export const wordsOf = ({ colour, details }: Pick<Judged, 'colour' | 'details'>): Record<string, string> => ({
  colour: `lights.colour.${colour}`,
  ...(details['event'] !== undefined && { event: `lights.event.${details['event']}` }),
});

type Params = Readonly<Record<string, unknown>>;
const fill = (pattern: string, params: Params) => pattern.replace(/\{(\w+)\}/g, (_, name: string) => String(params[name] ?? ''));
/** 截至2026年7月完成 42.00%，序时 58.33%，落后 16.33 个百分点: why a light has its colour, as it is said in a paper. */
export function sentenceOf(judged: Judged): string {
  const own = Object.fromEntries(Object.entries(wordsOf(judged)).map(([name, key]) => [name, words[key]]));
  const pattern = (words[`lights.why.${judged.code}`] ?? '').replace(' → {colour}', '');
  return fill(pattern, { ...spokenDates(judged.details, zhDates), ...own });
}
