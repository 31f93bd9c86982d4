import { type Random, split } from '../src/app/demo/random.ts';
import { personName } from './names.ts';

/** 300 units in four levels: the district; its departments, townships and parks; their sections; and groups below those. */
export const unitCount = 300;
const below = [
  ['park', ['经济开发区', '循环产业园', '农产品加工园', '新材料产业园'], '园区', 3],
  [
    'township',
    [
      '青岚',
      '柳溪',
      '石坪',
      '云岭',
      '松峪',
      '禾丰',
      '南塬',
      '北塬',
      '鹭溪',
      '桐荫',
      '沙湾',
      '月川',
      '上营',
      '下营',
      '长渠',
      '古台',
      '杏林',
      '白杨',
    ],
    '镇',
    4,
  ],
  ['department', ['招商', '发展改革', '工业信息化', '商务', '农业农村', '文化旅游', '住建', '交通运输'], '局', 2],
] as const;

export type Unit = {
  id: string;
  parentId: string | null;
  code: string;
  name: string;
  kind: 'district' | 'park' | 'township' | 'department' | 'section';
  orderNo: number;
  parkId: string | null;
  /** How much of all projects lies with this very unit; sums to 1. */
  share: number;
};
export type Person = { id: string; unitId: string; name: string; post: string; rank: number };
export type District = { units: Unit[]; people: Person[]; leaders: string[]; promoters: Map<string, string[]> };
type NewId = (at: number) => string;

const began = Date.parse('2021-10-01T09:00:00+08:00');

/** The invented district of the benchmarks and the people who bring in projects. */
export function districtOf(random: Random, newId: NewId): District {
  const root: Unit = {
    id: newId(began),
    parentId: null,
    code: 'BD',
    name: '云岭区',
    kind: 'district',
    orderNo: 0,
    parkId: null,
    share: 0,
  };
  const units = [root];
  const add = (parent: Unit, kind: Unit['kind'], code: string, name: string): Unit => {
    const id = newId(began);
    const made = {
      id,
      parentId: parent.id,
      code,
      name,
      kind,
      orderNo: units.length,
      parkId: kind === 'park' ? id : parent.parkId,
      share: 0,
    };
    units.push(made);
    return made;
  };
  const first = below.flatMap(([kind, names, suffix]) =>
    names.map((name, i) => add(root, kind, `BD-${kind[0]!.toUpperCase()}${two(i + 1)}`, name + (kind === 'park' ? '' : suffix))),
  );
  const sections = first.flatMap((unit) => {
    const wanted = below.find(([kind]) => kind === unit.kind)![3];
    return Array.from({ length: wanted }, (_, i) => add(unit, 'section', `${unit.code}-${i + 1}`, `${unit.name}第${i + 1}招商科`));
  });
  const groups = split(
    unitCount - units.length,
    sections.map(() => 1),
  );
  sections.forEach((unit, s) => {
    for (let i = 0; i < groups[s]!; i += 1) add(unit, 'section', `${unit.code}-${i + 1}`, `${unit.name}${i + 1}组`);
  });
  shareOut(units, first);
  return { units, ...peopleOf(random, newId, units) };
}
const two = (n: number) => String(n).padStart(2, '0');

/** A few units hold most: the k-th of the first level holds 1/k of what the first holds, two fifths of it directly. */
function shareOut(units: readonly Unit[], first: readonly Unit[]) {
  const whole = first.reduce((sum, _, k) => sum + 1 / (k + 1), 0);
  first.forEach((unit, k) => {
    const share = 1 / (k + 1) / whole;
    const deeper = units.filter((u) => u.code.startsWith(`${unit.code}-`));
    unit.share = share * 0.4;
    for (const u of deeper) u.share = (share * 0.6) / deeper.length;
  });
}

function peopleOf(random: Random, newId: NewId, units: readonly Unit[]) {
  const person = (unitId: string, post: string, rank: number) => ({ id: newId(began), unitId, name: personName(random), post, rank });
  const leaders = Array.from({ length: 8 }, (_, i) => person(units[0]!.id, i === 0 ? '区长' : '副区长', i + 1));
  const promoters = new Map(units.map((u) => [u.id, [person(u.id, '招商专员', 60), person(u.id, '招商专员', 61)]]));
  return {
    people: [...leaders, ...[...promoters.values()].flat()],
    leaders: leaders.map((l) => l.id),
    promoters: new Map([...promoters].map(([id, of]) => [id, of.map((p) => p.id)])),
  };
}
