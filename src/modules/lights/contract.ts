import * as z from 'zod';
import { contract } from '../../kernel/contract.ts';
import { isDay } from '../../kernel/day.ts';
import { stages } from '../projects/domain/stage.ts';
import { Escalation, raises } from './domain/escalation.ts';
import { reasonClasses } from './domain/reason.ts';
import { colours, LightRules, type PresetKey, presetKeys } from './domain/rule.ts';

const id = z.uuid();
const Month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'YYYY-MM');
const instant = z.iso.datetime();
const Colour = z.enum(colours);
export const Judged = z.object({
  key: z.string(),
  colour: Colour,
  /** Its sentence is 'lights.why.<code>'. */
  code: z.string(),
  details: z.record(z.string(), z.union([z.string(), z.number()])),
});
export type JudgedView = z.output<typeof Judged>;
const Light = z.object({ colour: Colour, judged: Colour, dimensions: z.array(Judged) });

const named = {
  projectId: id,
  projectCode: z.string(),
  projectName: z.string(),
  unitId: id,
  unitName: z.string(),
  stage: z.enum(stages),
};
const Follow = z.object({ months: z.int(), asks: z.enum(raises).nullable() });
const LightRow = z.object({
  ...named,
  colour: Colour,
  isExempt: z.boolean(),
  since: z.string(),
  dimensions: z.array(Judged),
  /** For those who may follow it up: how long it has stood, and what the rules ask for that is not done. */
  follow: Follow.nullable(),
});
export type LightRow = z.output<typeof LightRow>;
/** How many projects of each colour. */
const Counts = z.record(Colour, z.int());
export type Counts = z.output<typeof Counts>;

const why = { class: z.enum(reasonClasses), words: z.string() };
const ProjectLights = z.object({
  month: z.string(),
  current: Light.extend({ isExempt: z.boolean() }).nullable(),
  history: z.array(Light.extend({ month: z.string(), ruleVersion: z.int(), at: instant })),
  reasons: z.array(z.object({ id, month: z.string(), ...why, by: z.string(), at: instant })),
  exemptions: z.array(z.object({ id, fromMonth: z.string(), untilMonth: z.string(), ...why, by: z.string(), at: instant })),
  /** Who was spoken with about it, and the tasks that were raised from it. */
  talks: z.array(
    z.object({
      id,
      heldOn: z.string(),
      who: z.string(),
      words: z.string(),
      month: z.string(),
      colour: Colour,
      by: z.string(),
      at: instant,
    }),
  ),
  letters: z.array(z.object({ id, year: z.int(), no: z.int(), issuedOn: z.string(), dueOn: z.string() })),
  projectName: z.string(),
  unitId: id,
  follow: Follow.nullable(),
  can: z.object({ explain: z.boolean(), exempt: z.boolean() }),
});
export type ProjectLights = z.output<typeof ProjectLights>;

const filter = { unit: id.optional(), q: z.string().trim().max(60).optional() };
const page = { page: z.coerce.number().int().min(1).default(1), size: z.coerce.number().int().min(1).max(200).default(50) };
const ofProject = z.object({ id });
const given = { class: z.enum(reasonClasses), words: z.string().trim().min(1).max(500) };
const preset = z.enum(presetKeys as [PresetKey, ...PresetKey[]]);

export const lightsContract = contract({
  list: {
    method: 'GET',
    path: '/lights',
    summary: 'Lights of projects as they stand, with why',
    access: 'business',
    query: z.object({ ...filter, colour: Colour.optional(), exempt: z.enum(['true', 'false']).optional(), ...page }),
    result: z.object({ month: z.string(), items: z.array(LightRow), total: z.int(), counts: Counts }),
  },
  units: {
    method: 'GET',
    path: '/lights/units',
    summary: 'How many lights of each colour every unit has',
    access: 'business',
    result: z.object({ month: z.string(), units: z.array(z.object({ unitId: id, unitName: z.string(), counts: Counts })) }),
  },
  ofProject: {
    method: 'GET',
    path: '/projects/:id/lights',
    summary: 'The light of a project with its sentence, and how it came about',
    access: 'business',
    params: ofProject,
    result: ProjectLights,
  },
  explain: {
    method: 'POST',
    path: '/projects/:id/light-reasons',
    summary: 'Say why the light of a project is not green',
    access: ['promotion_admin', 'promoter', 'unit_head'],
    params: ofProject,
    body: z.strictObject({ month: Month, ...given }),
    result: z.object({ id }),
  },
  exempt: {
    method: 'POST',
    path: '/projects/:id/light-exemptions',
    summary: 'Let a project off for a good reason, up to a month',
    access: ['promotion_admin'],
    params: ofProject,
    body: z.strictObject({ untilMonth: Month, ...given }),
    result: z.object({ id }),
  },
  talk: {
    method: 'POST',
    path: '/projects/:id/light-talks',
    summary: 'Record that those who answer for a project were spoken with about its light (约谈)',
    access: ['promotion_admin', 'supervision'],
    params: ofProject,
    body: z.strictObject({
      heldOn: z.string().refine(isDay, 'YYYY-MM-DD'),
      who: z.string().trim().min(1).max(200),
      words: z.string().trim().min(1).max(2000),
    }),
    result: z.object({ id }),
  },
  rules: {
    method: 'GET',
    path: '/lights/rules',
    summary: 'The rules of lights in force, their versions, and published ones to choose from',
    access: 'business',
    result: z.object({
      current: z.object({ rules: LightRules, version: z.int() }),
      versions: z.array(
        z.object({ version: z.int(), effectiveFrom: z.string(), preset: z.string().nullable(), title: z.string(), publishedAt: instant }),
      ),
      presets: z.array(z.object({ key: preset, rules: LightRules })),
      escalation: z.object({ escalation: Escalation, version: z.int() }),
      can: z.object({ publish: z.boolean() }),
    }),
  },
  compare: {
    method: 'GET',
    path: '/lights/compare',
    summary: 'The published rules side by side on the same projects',
    access: 'business',
    query: z.object({ ...filter, ...page }),
    result: z.object({
      month: z.string(),
      presets: z.array(z.object({ key: preset, title: z.string(), counts: Counts })),
      items: z.array(z.object({ ...named, lights: z.record(preset, Light) })),
      total: z.int(),
    }),
  },
  trial: {
    method: 'POST',
    path: '/lights/trial',
    summary: 'What rules would say of the projects at hand, against what is shown now',
    access: ['promotion_admin'],
    body: z.strictObject({ rules: LightRules }),
    result: z.object({
      month: z.string(),
      now: Counts,
      would: Counts,
      changes: z.array(z.object({ ...named, was: Colour, would: Light })),
      changed: z.int(),
    }),
  },
  publish: {
    method: 'POST',
    path: '/lights/rules',
    summary: 'Publish rules of lights from a day on',
    access: ['promotion_admin'],
    body: z.strictObject({
      preset: preset.nullable().default(null),
      rules: LightRules,
      effectiveFrom: z.string().refine(isDay, 'YYYY-MM-DD'),
    }),
    result: z.object({ version: z.int() }),
  },
  escalate: {
    method: 'POST',
    path: '/lights/escalation',
    summary: 'Publish who is told of a light and what it asks for, from a day on',
    access: ['promotion_admin'],
    body: z.strictObject({ escalation: Escalation, effectiveFrom: z.string().refine(isDay, 'YYYY-MM-DD') }),
    result: z.object({ version: z.int() }),
  },
});
