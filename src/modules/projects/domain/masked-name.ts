/** What stands where an investor's name stood. */
const mask = '某企业';

const companyForms = /(股份有限公司|有限责任公司|有限合伙企业|有限公司|合伙企业|总公司|分公司|公司|控股|集团|股份)/g;
const latinForms = /(?:[\s,.]*\b(?:co|ltd|llc|lp|llp|inc|corp|corporation|company|limited|gmbh|plc|group|holdings?)\b\.?)+$/i;
const provinces =
  '北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|陕西|甘肃|青海|台湾|内蒙古|广西|西藏|宁夏|新疆|香港|澳门|中国|国际';
// Only what is certainly a place is taken off: 绿地区块链 is not a district.
const place = new RegExp(`^(?:${provinces})(?:省|市|自治区|回族自治区|壮族自治区|维吾尔自治区|特别行政区)?`);
/** Words of a trade or a form of business, not of one firm: left in a project's name wherever they are. */
const commonWords =
  /新能源|新材料|高科技|科技|技术|实业|发展|投资|控股|集团|产业|工业|工程|建设|建筑|建材|材料|电子|电器|电气|电力|能源|光伏|光电|风电|储能|锂电|电池|生物|医药|制药|药业|医疗|器械|化工|化学|机械|装备|设备|制造|加工|智能|智造|信息|数据|网络|软件|通信|半导体|集成电路|芯片|汽车|零部件|配件|食品|饮料|乳业|酒业|粮油|农业|农牧|牧业|林业|种业|农产品|养殖|种植|生态|环保|环境|环能|水务|物流|供应链|仓储|商贸|贸易|商业|电商|文化|旅游|文旅|传媒|教育|健康|养老|康养|地产|置业|物业|轻金属|有色金属|镁合金|铝合金|合金|金属|钢铁|铝业|镁业|硅业|锂业|冶金|轴承|轮胎|线缆|电缆|仪器|仪表|矿业|纺织|服装|服饰|家具|家居|包装|印刷|五金|制品|线束|组件|封装|果蔬|深加工|预制菜|中央厨房|装配式|构件|铸件|铸造|颗粒|燃料|冷链|敷料|医用|肉牛|屠宰|民宿|标注|呼叫|中药材|饮片|回收|塔筒|饲料|日用|模具|门窗|照明|保鲜|充电|停车场|纸业|塑料|橡胶|玻璃|陶瓷|石材|水泥|管业|园区|产业园|基地|项目|工厂|生产|经营|服务|管理|咨询|资本|基金|合作社|有限|责任|公司|企业|股份|中心|中国|国际/g;
const latinCommon = new Set(
  'co ltd llc lp llp inc corp corporation company limited gmbh plc ag the of and group holding holdings international china asia global technology technologies tech industry industries industrial energy new power electric materials motors systems solutions services development investment investments capital fund partners project plant park center centre community'.split(
    ' ',
  ),
);

type Shape = Readonly<{
  /** Whole spellings of the name. */ spellings: string[];
  /** Runs that belong to this firm alone. */ distinct: string[];
  words: string[];
}>;

const unbracketed = (text: string) => text.replace(/[(（【[][^)）】\]]*[)）】\]]/g, '');
const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');

function shapeOf(party: string): Shape {
  const full = party.trim();
  const bare = unbracketed(full).trim();
  const core = bare.replace(companyForms, '').replace(latinForms, '').trim();
  const own = core.replace(place, '').replace(commonWords, ' ');
  const han = own.match(/[\u3400-\u9fff]{2,}/g) ?? [];
  const words = (own.match(/[A-Za-z][A-Za-z0-9'’.&-]{2,}/g) ?? []).filter((w) => !latinCommon.has(w.toLowerCase()));
  // A name that is nothing but place and trade (宁夏能源集团) is known by its trade as well.
  const trade = han.length + words.length === 0 ? [core.replace(place, '')] : [];
  const spellings = [full, bare, core, ...trade].filter((s) => [...s].length >= 2);
  return { spellings, distinct: han, words };
}

/** Every stretch of two or more characters that the name shares with the firm's own part, the longest first. */
function sharedStretches(name: string, run: string): string[] {
  const found = new Set<string>();
  for (let i = 0; i + 2 <= run.length; i++) {
    let length = 0;
    for (let n = 2; i + n <= run.length && name.includes(run.slice(i, i + n)); n++) length = n;
    if (length) found.add(run.slice(i, i + length));
  }
  return [...found].toSorted((a, b) => b.length - a.length);
}

/**
 * A project's name without the firms behind it: the investor's name, in full, without 有限公司 or brackets, and its
 * distinctive short form (字号) each become 某企业. Rather too much is hidden than too little.
 */
export function maskedName(name: string, parties: readonly (string | null | undefined)[]): string {
  let masked = name;
  for (const party of parties) if (party?.trim()) masked = withoutParty(masked, shapeOf(party));
  return masked.replace(new RegExp(`${mask}(?:[\\s·、&（）()-]*${mask})+`, 'g'), mask);
}

function withoutParty(name: string, { spellings, distinct, words }: Shape): string {
  // What is already masked must not be matched again: pieces between masks are treated one by one.
  const pieces = (text: string, by: (piece: string) => string) => text.split(mask).map(by).join(mask);
  let masked = name;
  for (const spelling of spellings) {
    // A pattern is made only where there is something to find; a ledger has a hundred thousand names.
    if (!masked.toLowerCase().includes(spelling.toLowerCase())) continue;
    const isCaseless = spelling.toLowerCase() === spelling.toUpperCase();
    masked = pieces(masked, (p) => (isCaseless ? p.replaceAll(spelling, mask) : p.replace(new RegExp(escaped(spelling), 'gi'), mask)));
  }
  for (const run of distinct) {
    for (const stretch of sharedStretches(masked, run)) masked = pieces(masked, (p) => p.replaceAll(stretch, mask));
  }
  for (const word of words) masked = pieces(masked, (p) => p.replace(new RegExp(`(?<![A-Za-z])${escaped(word)}(?![A-Za-z])`, 'gi'), mask));
  return masked;
}
