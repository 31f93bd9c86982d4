import type { RecognitionRule } from './rule.ts';

const allKinds: RecognitionRule['kinds'] = ['land', 'civil', 'equipment', 'installation', 'working_capital', 'registered_capital', 'other'];
const fixedKinds: RecognitionRule['kinds'] = ['land', 'civil', 'equipment', 'installation'];
const fiscalWords = ['财政', '国库', '城市建设投资', '城投', '国有资产'];
const base: RecognitionRule = {
  title: '',
  dateRule: 'arrived_on',
  kinds: allKinds,
  payer: 'local',
  home: null,
  needsSigning: false,
  needsStatistics: false,
  minTotalFen: 0,
  minForeignMinor: null,
  investorKinds: [],
  evidence: [],
  excludedIndustries: [],
  excludedPayers: [],
};

/** Rules as they were published elsewhere; a district copies one and makes it its own. Amounts in fen. */
export const presets = {
  /** 境外、省外、省内市州域外 money under signed projects, new and continued (Gansu's statistical system of 2008). */
  'provincial-promotion': {
    ...base,
    title: '省级招商统计',
    payer: 'outside_prefecture',
    needsSigning: true,
    excludedPayers: fiscalWords,
  },
  /** 淮南 2010: ≥ 300万元 or ≥ 10万美元, mainly the fixed-asset part, with 验资报告, 银行进账单 or 设备清单. */
  'huainan-2010': {
    ...base,
    title: '淮南 2010 认定办法',
    kinds: [...fixedKinds, 'registered_capital'],
    payer: 'outside_prefecture',
    needsSigning: true,
    minTotalFen: 300_000_000,
    minForeignMinor: 10_000_000,
    evidence: [['capital_verification', 'bank_receipt', 'equipment_purchase', 'invoice']],
    excludedIndustries: ['70'],
    excludedPayers: fiscalWords,
  },
  /** Money received for fixed investment by projects with a total ≥ 500万元 that are in the library. Working capital is none of it. */
  'fixed-investment': { ...base, title: '固定资产投资统计', kinds: fixedKinds, needsStatistics: true, minTotalFen: 500_000_000 },
  /** Foreign capital: an investor from abroad or 港澳台, with a verification of capital or the bank's paper. */
  foreign: {
    ...base,
    title: '外资统计',
    kinds: ['registered_capital', 'equipment'],
    payer: 'abroad',
    investorKinds: ['foreign', 'hk_mo_tw'],
    evidence: [['capital_verification', 'bank_receipt']],
  },
  /** 银行转账凭证 + 有效发票, by the day on which it was recognised. */
  audit: {
    ...base,
    title: '审计核定',
    dateRule: 'recognised_on',
    needsSigning: true,
    evidence: [
      ['bank_receipt', 'capital_verification'],
      ['invoice', 'contract', 'equipment_purchase', 'land'],
    ],
    excludedPayers: fiscalWords,
  },
} satisfies Record<string, RecognitionRule>;

const shipped = (basis: string, preset: keyof typeof presets) => ({
  kind: `recognition.${basis}`,
  preset,
  effectiveFrom: '2000-01-01',
  effectiveTo: null,
  body: presets[preset],
});
/** What each 口径 begins with. */
export const recognitionPresets = [
  shipped('promotion', 'provincial-promotion'),
  shipped('statistics', 'fixed-investment'),
  shipped('foreign', 'foreign'),
  shipped('audit', 'audit'),
];
