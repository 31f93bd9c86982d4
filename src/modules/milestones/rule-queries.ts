import type { Actor } from '../../kernel/actor.ts';
import type { Result } from '../../kernel/contract.ts';
import type { Day } from '../../kernel/day.ts';
import type { Reader } from '../../platform/db.ts';
import { currentRule, listRules } from '../reference/queries.ts';
import type { milestonesContract } from './contract.ts';
import { type ProjectClass, projectClasses } from './domain/node.ts';
import { shutdowns, templates } from './domain/preset.ts';
import { type Shutdown, Shutdowns, shutdownsKind } from './domain/shutdown.ts';
import { PlanTemplate, templateKind } from './domain/template.ts';
import { mayPublish } from './policy.ts';

/** The nodes of a class in force on a day: as published, or as shipped when nothing is. */
export async function templateOn(db: Reader, of: ProjectClass, day: Day): Promise<{ template: PlanTemplate; version: number }> {
  const published = await currentRule(db, templateKind(of), day);
  return published ? { template: PlanTemplate.parse(published.body), version: published.version } : { template: templates[of], version: 0 };
}

/** When work outdoors stands still. */
export async function shutdownsOn(db: Reader, day: Day): Promise<readonly Shutdown[]> {
  const published = await currentRule(db, shutdownsKind, day);
  return published ? Shutdowns.parse(published.body).shutdowns : shutdowns;
}

const shown = <B>(row: Awaited<ReturnType<typeof listRules>>['items'][number], body: B) => ({
  id: row.id,
  version: row.version,
  effectiveFrom: row.effectiveFrom,
  preset: row.preset,
  publishedAt: row.publishedAt,
  body,
});

/** Every version of every template, newest first. */
export async function templatesOf(db: Reader, actor: Actor): Promise<Result<(typeof milestonesContract)['templates']>> {
  const items = await Promise.all(
    projectClasses.map(async (of) => ({
      class: of,
      versions: (await listRules(db, templateKind(of))).items.map((row) => shown(row, PlanTemplate.parse(row.body))),
    })),
  );
  const stops = (await listRules(db, shutdownsKind)).items.map((row) => shown(row, Shutdowns.parse(row.body)));
  return { items, shutdowns: stops, can: { publish: mayPublish(actor) } };
}
