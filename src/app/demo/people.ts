import type { Actor, Role } from '../../kernel/actor.ts';
import { importUnits } from '../../modules/identity/commands.ts';
import { defaultSecurityRules } from '../../modules/identity/domain/security-rules.ts';
import { createPerson, grantRoles } from '../../modules/identity/person-commands.ts';
import { actorByLogin, operatorActor, unitsByCode } from '../../modules/identity/queries.ts';
import { setUp } from '../../modules/identity/setup-commands.ts';
import { hashPassword } from '../../platform/auth.ts';
import type { Db } from '../../platform/db.ts';
import { departments, district, parks, personName, promotingCodes, townships } from './names.ts';
import { type Random, seeded } from './random.ts';

/** These exist in a demo only: a real installation begins with first-run setup and no password of ours. */
export const businessPassword = 'Fenghuang-2026';
const administrators = {
  system: { name: '系统管理员', login: 'xitong', password: 'Wutong-Xi-2026' },
  security: { name: '安全管理员', login: 'anquan', password: 'Wutong-An-2026' },
  audit: { name: '审计管理员', login: 'shenji-admin', password: 'Wutong-Shen-2026' },
};
const offices: readonly { login: string; unit: string; post: string; role: Role }[] = [
  { login: 'zhaoshang', unit: 'QW-ZSJ', post: '台账管理科科长', role: 'promotion_admin' },
  { login: 'lingdao', unit: 'QW', post: '副区长', role: 'leader' },
  { login: 'fagai', unit: 'QW-FGJ', post: '项目科科长', role: 'development' },
  { login: 'tongji', unit: 'QW-TJJ', post: '投资科科长', role: 'statistics' },
  { login: 'caizheng', unit: 'QW-CZJ', post: '经建科科长', role: 'finance' },
  { login: 'shenji', unit: 'QW-SJJ', post: '投资审计科科长', role: 'auditor' },
  { login: 'shenpi', unit: 'QW-SPJ', post: '联审联批专员', role: 'approval' },
  { login: 'ducha', unit: 'QW-DCS', post: '督查专员', role: 'supervision' },
  { login: 'zuzhi', unit: 'QW-ZZB', post: '考核专员', role: 'organisation' },
  { login: 'qingsui', unit: 'QW-X01', post: '招商专员', role: 'promoter' },
  { login: 'qingsui-head', unit: 'QW-X01', post: '镇长', role: 'unit_head' },
  { login: 'kaifaqu', unit: 'QW-Y01', post: '招商专员', role: 'promoter' },
];
/** What the demo command prints. */
export const demoAccounts = [
  ...offices.map(({ login, unit, post, role }) => ({ login, password: businessPassword, unit, post, role: role as string })),
  ...Object.entries(administrators).map(([key, a]) => ({
    login: a.login,
    password: a.password,
    unit: 'QW',
    post: a.name,
    role: `${key}_admin`,
  })),
];

export type Cast = {
  units: Map<string, string>;
  staff: Map<string, [string, string]>;
  leaders: string[];
  keeper: Actor;
  statistician: Actor;
};

/** The invented district's units and people: leaders in charge of projects, two promoters a unit, and one account an office. */
export async function peopleTheDistrict(db: Db, now: Date): Promise<Cast> {
  await setUp(db, { unit: district, ...administrators }, defaultSecurityRules, now);
  const system = await operatorActor(db, 'system_admin');
  const row =
    (kind: 'department' | 'park' | 'township') =>
    ([code, name]: readonly [string, string], i: number) => ({
      row: i,
      code,
      name,
      shortName: name.replace('栖梧区', ''),
      kind,
      parentCode: district.code,
      orderNo: { department: 100, township: 200, park: 300 }[kind] + i,
    });
  await importUnits(db, [...departments.map(row('department')), ...townships.map(row('township')), ...parks.map(row('park'))], system, now);
  const units = await unitsByCode(db);
  const random = seeded(7);
  const add = adder(db, units, random, system, now);
  const leaders: string[] = [];
  for (let rank = 1; rank <= 8; rank += 1) leaders.push(await add(district.code, rank === 1 ? '区长' : '副区长', rank));
  const staff = new Map<string, [string, string]>();
  for (const code of promotingCodes) staff.set(code, [await add(code, '招商专员', 60), await add(code, '招商专员', 61)]);
  const accounts = await openAccounts(db, units, random, system, now);
  // Those who sign in have projects of their own; their colleagues keep the others.
  for (const [code, login] of [
    ['QW-X01', 'qingsui'],
    ['QW-Y01', 'kaifaqu'],
  ] as const)
    staff.set(code, [accounts.get(login)!, staff.get(code)![1]]);
  const [keeper, statistician] = [(await actorByLogin(db, 'zhaoshang'))!, (await actorByLogin(db, 'tongji'))!];
  return { units, staff, leaders, keeper, statistician };
}

const adder =
  (db: Db, units: Map<string, string>, random: Random, system: Actor, now: Date) => async (code: string, post: string, rank: number) =>
    (await createPerson(db, { unitId: units.get(code)!, name: personName(random), post, rank }, system, now)).id;

async function openAccounts(db: Db, units: Map<string, string>, random: Random, system: Actor, now: Date): Promise<Map<string, string>> {
  const accounts = new Map<string, string>();
  const passwordHash = await hashPassword(businessPassword);
  const security = await operatorActor(db, 'security_admin');
  for (const { login, unit, post, role } of offices) {
    const person = { unitId: units.get(unit)!, name: personName(random), post, rank: 30, login, passwordHash };
    const { id } = await createPerson(db, person, system, now);
    await grantRoles(db, { id, roles: [role] }, security, now);
    accounts.set(login, id);
  }
  return accounts;
}
