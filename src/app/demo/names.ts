import type { Random } from './random.ts';

/** Everything here is invented: the district, its units, its people and its companies. */
export const district = { code: 'QW', name: '栖梧区' };
export const departments = [
  ['QW-ZSJ', '栖梧区招商局'],
  ['QW-FGJ', '栖梧区发展和改革局'],
  ['QW-GXJ', '栖梧区工业和信息化局'],
  ['QW-SWJ', '栖梧区商务局'],
  ['QW-NYJ', '栖梧区农业农村局'],
  ['QW-WLJ', '栖梧区文化和旅游局'],
  ['QW-ZJJ', '栖梧区住房和城乡建设局'],
  ['QW-JTJ', '栖梧区交通运输局'],
  ['QW-CZJ', '栖梧区财政局'],
  ['QW-TJJ', '栖梧区统计局'],
  ['QW-SJJ', '栖梧区审计局'],
  ['QW-SPJ', '栖梧区行政审批服务局'],
  ['QW-DCS', '栖梧区督查考核室'],
  ['QW-ZZB', '栖梧区组织工作室'],
] as const;
export const parks = [
  ['QW-Y01', '栖梧经济开发区'],
  ['QW-Y02', '柳湾工业园'],
  ['QW-Y03', '云坪农产品加工园'],
] as const;
export const townships = [
  ['QW-X01', '青穗镇'],
  ['QW-X02', '柳湾镇'],
  ['QW-X03', '石桥坪镇'],
  ['QW-X04', '云坪镇'],
  ['QW-X05', '松峪镇'],
  ['QW-X06', '禾丰镇'],
  ['QW-X07', '南塬乡'],
  ['QW-X08', '北塬乡'],
  ['QW-X09', '鹭溪街道'],
  ['QW-X10', '桐荫街道'],
] as const;
/** Units that bring projects in; the others keep, verify or supervise. */
export const promotingCodes: readonly string[] = [
  ...parks.map(([code]) => code),
  ...townships.map(([code]) => code),
  'QW-ZSJ',
  'QW-GXJ',
  'QW-SWJ',
  'QW-NYJ',
  'QW-WLJ',
  'QW-ZJJ',
  'QW-JTJ',
];

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
  '长歌',
  '予安',
  '临川',
  '疏桐',
  '云起',
  '乐章',
];
export const personName = (random: Random) => random.pick(surnames) + random.pick(given);

const brandHead = [...'瀚启岳澄栖霁煜珩屹朔衡鸿攸翊淳'];
const brandTail = [...'辰岳泽翎曜衡川禾屿桐朗霖穹渚岑'];
const origins = ['浙江', '江苏', '广东', '上海', '福建', '山东', '北京', '四川', '陕西', '河南'];

/** What is built, the GB/T 4754 code of its main product, and a usual size in 万元. */
export const undertakings = [
  ['新能源汽车线束生产', '3670', 6000],
  ['光伏组件封装', '3825', 9000],
  ['特色果蔬深加工', '1373', 2600],
  ['预制菜中央厨房', '1432', 1800],
  ['装配式建筑构件', '3022', 4200],
  ['精密铸件加工', '3391', 3200],
  ['生物质颗粒燃料', '2542', 1500],
  ['冷链仓储物流园', '5930', 5200],
  ['智能家居五金', '3352', 2400],
  ['医用敷料生产', '2770', 3600],
  ['肉牛标准化养殖与屠宰', '1351', 2200],
  ['民宿集群与康养旅游', '6130', 1600],
  ['数据标注与呼叫中心', '6540', 900],
  ['中药材饮片加工', '2730', 2800],
  ['绿色建材生产线', '3032', 3900],
  ['纺织服装智能工厂', '1819', 3100],
  ['锂电池回收利用', '4210', 7600],
  ['风电塔筒制造', '3811', 8800],
  ['饲料加工', '1329', 1400],
  ['包装印刷', '2319', 1200],
] as const;
export const works = [
  ['产业园标准厂房及配套', '4790', 3600],
  ['园区道路与管网', '4813', 1900],
  ['污水处理厂提标扩容', '4620', 2400],
  ['高标准农田建设', '4821', 900],
  ['农村供水保障', '4821', 700],
  ['老旧小区改造', '4790', 1100],
  ['乡镇卫生院改扩建', '4790', 600],
  ['中小学教学楼新建', '4790', 800],
  ['城市停车场与充电设施', '4813', 500],
  ['河道治理', '4822', 1000],
  ['商贸综合体', '4790', 4500],
  ['仓储保鲜设施', '5930', 400],
] as const;

export type Company = { name: string; short: string; origin: string };
/** Companies whose names do not repeat within one demo. */
export function companies(random: Random) {
  const taken = new Set<string>();
  return (trade: string): Company => {
    for (;;) {
      const short = random.pick(brandHead) + random.pick(brandTail);
      const origin = random.pick(origins);
      const name = `${origin}${short}${trade}有限公司`;
      if (taken.has(short)) continue;
      taken.add(short);
      return { name, short, origin };
    }
  };
}
