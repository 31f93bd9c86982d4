import type { Random } from '../src/app/demo/random.ts';
import { undertakings, works } from '../src/app/demo/names.ts';

/** Names of invented companies and places. Any likeness is chance: they are syllables put together by a seed. */
const heads = [...'瀚启岳澄栖霁煜珩屹朔衡鸿攸翊淳昊睿铭泓峻嘉禾琅玥霖葳谦弘毅骁'];
const tails = [...'辰泽翎曜川屿桐朗穹渚岑楷柏樾沣涵瑾昶晟皓旻祺烨垚骏驰腾图策峰'];
const thirds = [...'远达通盈科创卓越丰茂隆昌顺恒润普联'];
const origins = ['浙江', '江苏', '广东', '上海', '福建', '山东', '北京', '四川', '陕西', '河南', '安徽', '湖北', '宁夏', '甘肃', '重庆'];
const trades = [
  '科技',
  '实业',
  '新材料',
  '新能源',
  '生物科技',
  '装备制造',
  '食品',
  '农业发展',
  '供应链管理',
  '环保科技',
  '文化旅游',
  '建材',
  '电子',
  '医药',
  '纺织',
  '投资',
];
const places = ['东区', '西区', '南区', '北区', '一期标准厂房', '二期标准厂房', '产业大道旁', '老工业片区', '物流园', '创新基地'];
const surnames = [...'赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕张孔曹严华金魏陶姜'];
const given = [
  '知行',
  '怀远',
  '思齐',
  '若谷',
  '明达',
  '景行',
  '清和',
  '致远',
  '文澜',
  '望舒',
  '砚秋',
  '听雨',
  '牧野',
  '星河',
  '予安',
  '临川',
];

export const personName = (random: Random) => random.pick(surnames) + random.pick(given);
export const placeName = (random: Random) => random.pick(places);

export type Named = {
  name: string;
  masked: string;
  investor: string;
  origin: string;
  industry: string;
  usualTotal: number;
  /** Parts whose pinyin initials, joined, are those of the project's name and of the investor's. */
  parts: { name: string[]; investor: string[] };
};

/** The first few are far more common than the last: half of all projects lie in a tenth of the trades. */
const skewed = <T>(random: Random, from: readonly T[]): T => from[Math.floor(from.length * random.next() ** 2.5)]!;

/** One undertaking: what is built, by whom. Short names come in two and three characters and repeat as real ones do. */
export function undertaking(random: Random): Named {
  const [what, industry, usualTotal] = skewed(random, [...undertakings, ...works]);
  const short = random.pick(heads) + random.pick(tails) + (random.chance(0.6) ? random.pick(thirds) : '');
  const origin = random.pick(origins);
  const trade = random.pick(trades);
  const phase = random.chance(0.3) ? `${random.between(2, 5)}期` : '';
  const rest = `${what}${phase}项目`;
  const investor = `${origin}${short}${trade}有限公司`;
  const parts = { name: [...short, rest], investor: [origin, ...short, trade, '有限公司'] };
  return { name: short + rest, masked: `某企业${rest}`, investor, origin, industry, usualTotal, parts };
}
