import type { Dictionary } from '../../reference/domain/dictionary.ts';
import type { RecordField } from '../domain/record.ts';
import { type Stage, stageNo } from '../domain/stage.ts';

/** How a field is entered and shown. */
export type FieldKind =
  | 'text'
  | 'long'
  | 'uscc'
  | 'industry'
  | 'total'
  | 'fen'
  | 'currency'
  | 'rate'
  | 'unit'
  | 'park'
  | 'person'
  | 'words'
  | 'date'
  | 'area'
  | 'division'
  | 'withheld';

export const fieldKinds: Readonly<Record<RecordField, FieldKind>> = {
  name: 'text',
  investorName: 'text',
  investorUscc: 'uscc',
  investorOrigin: 'text',
  investorKind: 'words',
  withheld: 'withheld',
  industryCode: 'industry',
  currency: 'currency',
  rate: 'rate',
  rateSource: 'text',
  rateOn: 'date',
  totalMinor: 'total',
  unitId: 'unit',
  personId: 'person',
  leaderId: 'person',
  parkId: 'park',
  source: 'words',
  sourceNote: 'text',
  nature: 'words',
  scale: 'long',
  place: 'text',
  divisionCode: 'division',
  landMu: 'area',
  contactName: 'text',
  contactPhone: 'text',
  registeredCompany: 'text',
  registeredUscc: 'uscc',
  plannedStartOn: 'date',
  plannedCompletionOn: 'date',
  plannedProductionOn: 'date',
  startedOn: 'date',
  completedOn: 'date',
  productionOn: 'date',
  capacityOn: 'date',
  natongName: 'text',
  natongTotalFen: 'fen',
  natongOn: 'date',
  remark: 'long',
};
export const isRecordField = (field: string): field is RecordField => Object.hasOwn(fieldKinds, field);

export const dictionaryOf: Partial<Record<RecordField, Dictionary>> = {
  source: 'source',
  nature: 'nature',
  investorKind: 'investor_kind',
};

/** The longest text each field takes; 200 where nothing is said. */
export const longest: Partial<Record<RecordField, number>> = {
  investorOrigin: 100,
  sourceNote: 500,
  scale: 4000,
  place: 300,
  contactName: 50,
  contactPhone: 50,
  remark: 4000,
};

export type Section = Readonly<{
  key: string;
  /** The stage from which its fields are asked for. */ from: Stage;
  fields: readonly RecordField[];
}>;
/** The record as the page lays it out; each part opens with its stage. */
export const sections: readonly Section[] = [
  { key: 'basic', from: 'planning', fields: ['name', 'industryCode', 'nature', 'source', 'sourceNote', 'scale', 'remark'] },
  { key: 'duty', from: 'planning', fields: ['unitId', 'personId', 'leaderId'] },
  {
    key: 'investor',
    from: 'planning',
    fields: ['investorName', 'investorUscc', 'investorOrigin', 'investorKind', 'contactName', 'contactPhone'],
  },
  { key: 'amount', from: 'planning', fields: ['totalMinor', 'currency', 'rate', 'rateSource', 'rateOn'] },
  { key: 'plan', from: 'negotiating', fields: ['plannedStartOn', 'plannedCompletionOn', 'plannedProductionOn'] },
  { key: 'land', from: 'negotiating', fields: ['landMu', 'parkId', 'place', 'divisionCode', 'registeredCompany', 'registeredUscc'] },
  { key: 'natong', from: 'preparing', fields: ['natongName', 'natongTotalFen', 'natongOn'] },
  { key: 'dates', from: 'building', fields: ['startedOn', 'completedOn', 'productionOn', 'capacityOn'] },
];
const foreignOnly: readonly RecordField[] = ['rate', 'rateSource', 'rateOn'];
/** The fields of a part that mean something: rates only where the money is not 人民币. */
export const fieldsOf = (section: Section, currency: string) =>
  currency === 'CNY' ? section.fields.filter((f) => !foreignOnly.includes(f)) : section.fields;
export const isOpenAt = (section: Section, stage: Stage) => stageNo(stage) >= stageNo(section.from);
