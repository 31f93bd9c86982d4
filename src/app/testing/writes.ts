import { type Belongings, pdf } from './belongings.ts';
import type { Asked } from './house.ts';
import type { Operation } from './walk.ts';

type Body = Pick<Asked, 'body' | 'file'>;
const happenedOn = '2026-11';
const reason = '说明';
const agreement = { kind: 'investment', signedOn: '2026-05', totalMinor: 100 };
const arrival = { arrivedOn: '2026-05', amountMinor: 100, kind: 'land' };
const investment = { month: '2026-06', civilFen: 100, amountFen: 100 };
const plan = { class: 'equipment', promisedOn: '2027-12-31', insteadOf: 1 };
const admin = { name: '某人', login: 'somebody', password: 'Kf7m-Qx2p-Tb9w' };

/** A body that each writing route would take, aimed at somebody's things. `none`: it takes none; a route that is not here has no case yet. */
const bodies = (theirs: Belongings): Readonly<Record<string, readonly unknown[]>> => {
  const rows = theirs.projects.map((id) => ({ id, version: 2 }));
  const bulk = [
    { rows, patch: { nature: 'new' } },
    { rows: rows.slice(0, 1), patch: { unitId: theirs.unit }, reason },
  ];
  const record = { name: '新项目', unitId: theirs.unit, industryCode: '3217', totalMinor: 1, personId: theirs.person, source: 'lead' };
  const typed = [
    { rows: theirs.codes.map((project) => ({ project, arrivedOn: '2026-05', amount: '1', kind: '其他', month: '2026-06', civil: '1' })) },
  ];
  return {
    'identity.setUp': [{ unit: { name: '某区' }, system: admin, security: admin, audit: admin }],
    'identity.revokeSession': none,
    'tasks.cancel': none,
    'notices.read': [{ ids: [theirs.notice] }],
    'notices.dismiss': none,
    'reminders.dismiss': none,
    'reminders.floor': [{ kinds: {}, effectiveFrom: '2026-12-01' }],
    'reviews.endDeputy': none,
    'reviews.pass': [{ version: 99 }],
    'reviews.sendBack': [{ version: 99, toStep: null, reason }],
    'reviews.passOn': [{ version: 99, personId: theirs.person, reason }],
    'reviews.addSigner': [{ version: 99, personId: theirs.person, reason }],
    'reviews.withdraw': [{ version: 99 }],
    'comments.write': [{ body: '有意见' }],
    'comments.retract': none,
    'comments.watch': [{ isWatching: true }],
    'evidence.attach': none,
    'evidence.retract': [{ reason }],
    'imports.setUp': [{ columns: {} }],
    'imports.check': none,
    'imports.commit': [{ skipRefused: true }],
    'imports.discard': none,
    'imports.setSeverities': [{ rules: { rows: [] }, effectiveFrom: '2026-12-01' }],
    'duplicates.check': [{ name: '新项目' }],
    'duplicates.rule': [{ verdict: 'separate', reason }],
    'duplicates.consentMerger': [{ verdict: 'agreed' }],
    'enterprises.update': [{ version: 1, patch: { phone: '0952-2012345' } }],
    'enterprises.addName': [{ name: '旧名', usedFrom: null, usedUntil: '2020' }],
    'projects.linkEnterprises': [{ version: 2, investorId: null }],
    'projects.bulkPreview': bulk,
    'projects.bulk': bulk,
    'projects.bulkMovePreview': [{ rows, to: 'signed', happenedOn }],
    'projects.bulkMove': [{ rows: rows.slice(0, 1), to: 'signed', happenedOn }],
    'projects.create': [record],
    'projects.update': [{ version: 2, patch: { remark: '改' } }],
    'projects.move': [{ version: 2, to: 'signed', happenedOn }],
    'projects.propose': [{ version: 2, to: 'completed', happenedOn }],
    'projects.decide': [{ version: 2, proposalId: theirs.proposal, verdict: 'returned' }],
    'projects.exit': [{ version: 2, happenedOn, side: 'suspended', reason }],
    'projects.reopen': [{ version: 2, happenedOn, reason }],
    'projects.recordDate': [{ event: 'started', authority: null, happenedOn, insteadOf: null }],
    'projects.addCode': [{ version: 2, scheme: 'other', code: 'ZZ-1' }],
    'projects.addNote': [{ body: '进展' }],
    'projects.saveView': [{ list: 'projects', name: '我的', state: { query: { unit: theirs.unit }, columns: [] } }],
    'projects.removeView': none,
    'grids.projects': [{ ids: theirs.projects }],
    'grids.checkProjects': [{ rows: rows.slice(1).map((row) => ({ ...row, cells: { remark: '改', unit: '' } })) }],
    'grids.changeProjects': [{ rows: rows.slice(1).map((row) => ({ ...row, cells: { remark: '改' } })) }],
    'grids.check': typed,
    'grids.record': typed,
    'funds.recordAgreement': [agreement],
    'funds.recordArrival': [arrival],
    'funds.recordInvestment': [investment],
    'funds.reverseAgreement': [{ reason }],
    'funds.reverseArrival': [{ reason }],
    'funds.reverseInvestment': [{ reason }],
    'funds.correctAgreement': [{ reason, entry: agreement }],
    'funds.correctArrival': [{ reason, entry: arrival }],
    'funds.correctInvestment': [{ reason, entry: investment }],
    'recognition.give': [
      {
        basis: 'promotion',
        rows: theirs.arrivals.slice(1).map((arrivalId, i) => ({ projectId: theirs.projects[i + 1]!, arrivalId, supersedes: null })),
      },
    ],
    'recognition.submitClaim': [{ month: '2026-05', arrivals: [{ projectId: theirs.projects[2]!, arrivalId: theirs.arrivals[2]! }] }],
    'recognition.submitClaimAgain': [{ arrivals: [{ projectId: theirs.projects[1]!, arrivalId: theirs.arrivals[1]! }] }],
    'recognition.opine': [{ basis: 'promotion', projectId: theirs.projects[1]!, arrivalId: theirs.arrivals[1]! }],
    'recognition.resolveFlag': [{ reason }],
    'progress.submit': [{ month: '2026-10', summary: '封顶' }],
    'progress.unchanged': [{ month: '2026-10', projectIds: theirs.projects.slice(3, 4) }],
    'progress.accept': [{ reports: [{ projectId: theirs.projects[4]!, id: theirs.report }] }],
    'progress.sendBack': [{ note: reason }],
    'problems.raise': [{ type: 'land', level: 'general', title: '用地', words: reason, ownerUnitId: theirs.unit }],
    'meetings.record': [{ unitId: theirs.unit, kind: 'fed_back', words: reason, events: 0 }],
    'problems.record': [{ kind: 'acted', events: 0, words: reason }],
    'reserve.create': [{ name: '谋划', theme: 'equipment', unitId: theirs.unit }],
    'reserve.edit': [{ version: 1, patch: { jobs: 5 } }],
    'reserve.setItem': [{ item: 'land', state: 'under_way' }],
    'reserve.setState': [{ version: 1, to: 'shelved', reason }],
    'reserve.promote': [
      { version: 1, name: '谋划', unitId: theirs.unit, industryCode: '3217', totalMinor: 1, personId: theirs.person, source: 'assigned' },
    ],
    'lights.explain': [{ month: '2026-10', class: 'market', words: reason }],
    'permits.plan': [{ class: 'infrastructure', keys: ['site'] }],
    'permits.act': [{ act: { kind: 'applied', on: '2026-11-10' }, last: null }],
    'permits.setAgent': [{ personId: theirs.person }],
    'permits.setChannel': [{ isGreen: true, reason }],
    'collections.check': [collection(theirs)],
    'collections.issue': [collection(theirs)],
    'collections.chase': [{}],
    'collections.close': [{ version: 1 }],
    'collections.save': [{ round: 1, version: 1, answers: {} }],
    'collections.submit': [{ round: 1, version: 1 }],
    'collections.sendBack': [{ round: 1, version: 1, reason }],
    'collections.extend': [{ round: 1, version: 1, dueOn: '2026-12-31', reason }],
    'forms.bind': [{ version: 1, bindings: [] }],
    'forms.replace': none,
    'forms.setActive': [{ isActive: false }],
    'forms.fill': [{ month: '2026-10' }, { month: '2026-10', unitId: theirs.unit }],
    'milestones.tryPlan': [plan],
    'milestones.makePlan': [{ ...plan, reason }],
    'milestones.recordActual': [{ key: 'filing', kind: 'started', happenedOn: '2026-11-01' }],
    'milestones.planYear': [{ year: 2027, spread: { shape: 'linear', totalFen: 1_000_000, firstMonth: 1, lastMonth: 12 } }],
    'closings.close': [{ month: '2026-01' }],
    'closings.reopen': [{ month: '2026-01', reason }],
    'handovers.make': [{ from: theirs.person, to: theirs.person, reason, items: [{ kind: 'person', id: theirs.projects[1], version: 2 }] }],
    'undo.undo': [{ subjectId: theirs.arrivals[1], reason }],
    'papers.make': [{ kind: 'monthly_analysis', month: '2026-10', unitId: theirs.unit }],
    'papers.editBlocks': [{ version: 1, blocks: { intro: '改' } }],
    'papers.issue': [{ version: 1 }],
  };
};
const collection = ({ unit }: Belongings) => ({
  title: '用工情况',
  purpose: '',
  rowsOf: 'project',
  filter: {},
  fields: [{ key: 'f1', source: 'new', of: null, label: '用工缺口', type: 'number', unit: null, reason: '专项' }],
  unitIds: [unit],
  frequency: 'once',
  dueOn: '2026-12-01',
});
const none = [undefined];

/** Routes that are about nobody's things but one's own: signing in and out, one's password, what one brings. They have tests of their own. */
export const aboutOneself: ReadonlySet<string> = new Set([
  ...['signIn', 'signOut', 'changePassword', 'beginTotp', 'confirmTotp', 'disableTotp'].map((act) => `identity.${act}`),
  'imports.upload',
  'notices.choose',
  'reminders.choose',
  ...['save', 'remove'].map((act) => `drafts.${act}`),
  'desk.seen',
  'reviews.setDeputy',
  'evidence.upload',
  // The register of enterprises is common to the district.
  'enterprises.create',
  'forms.bring',
]);

/** Has the route a case? One without is only for those whose role may not come in. */
export const hasCase = ({ id }: Operation, theirs: Belongings) => bodies(theirs)[id] !== undefined;

/** What to send to a writing route, aimed at somebody's things. */
export function writesOf(o: Operation, theirs: Belongings): Body[] {
  if (aboutOneself.has(o.id)) return [];
  if ('multipart/form-data' in (o.requestBody?.content ?? {}) || o.id === 'evidence.attach')
    return [{ file: { name: 'a.pdf', content: pdf('x') } }];
  return (bodies(theirs)[o.id] ?? [{}]).map((body) => (body === undefined ? {} : { body }));
}
