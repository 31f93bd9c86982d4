import type { FastifyInstance } from 'fastify';
import type { Db } from '../../platform/db.ts';
import { mount } from '../../platform/http.ts';
import { exemptLight, explainLight, publishEscalation, publishLightRules } from './commands.ts';
import { lightsContract } from './contract.ts';
import { lightsByUnit, lightsOfProject, listLights } from './queries.ts';
import { listLightRules } from './rule-queries.ts';
import { recordTalk } from './talk-commands.ts';
import { comparePresets, tryLightRules } from './trial-queries.ts';

export function lightsRoutes(app: FastifyInstance, { db, now }: { db: Db; now: () => Date }) {
  mount(app, 'lights', lightsContract, {
    list: ({ query }, actor) => listLights(db, query, actor, now()),
    units: (_, actor) => lightsByUnit(db, actor, now()),
    ofProject: ({ params }, actor) => lightsOfProject(db, params.id, actor, now()),
    explain: ({ params, body }, actor) => explainLight(db, { id: params.id, ...body }, actor, now()),
    exempt: ({ params, body }, actor) => exemptLight(db, { id: params.id, ...body }, actor, now()),
    talk: ({ params, body }, actor) => recordTalk(db, { id: params.id, ...body }, actor, now()),
    rules: (_, actor) => listLightRules(db, actor, now()),
    compare: ({ query }, actor) => comparePresets(db, query, actor, now()),
    trial: ({ body }, actor) => tryLightRules(db, body.rules, actor, now()),
    escalate: ({ body }, actor) => publishEscalation(db, body, actor, now()),
    publish: ({ body: { rules, ...rest } }, actor) => publishLightRules(db, { ...rest, body: rules }, actor, now()),
  });
}
