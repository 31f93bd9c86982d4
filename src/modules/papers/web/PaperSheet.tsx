import { Form, Input } from 'antd';
import { Link } from 'react-router';
import { useText } from '../../../web/text.ts';
import type { PaperPage } from '../contract.ts';
import type { Block, Cited, Runs, Slot, Table } from '../domain/content.ts';
import { numberAddress, numberWords } from './number-link.ts';

type Sheet = { paper: PaperPage };

/** The paper as it reads: numbers open what is behind them, and in a draft people's own words can be written in place. */
export function PaperSheet({ paper }: Sheet) {
  const t = useText();
  const { content } = paper;
  const numbers = new Map(content.numbers.map((n) => [n.ref, n]));
  return (
    <article className="paper-sheet" aria-label={t('papers.body')} lang="zh-CN">
      <h2>{content.title}</h2>
      <SlotText paper={paper} slot="recipient" />
      {content.blocks.map((block, i) => (
        // The blocks of a paper are frozen and never change places.
        // oxlint-disable-next-line react/no-array-index-key -- see above
        <BlockText key={i} block={block} paper={paper} numbers={numbers} />
      ))}
      <p>{t('papers.attachment', { name: content.attachment })}</p>
      <div className="paper-signer">
        <SlotText paper={paper} slot="signer" />
        <p>{dateOf(paper.asOfDay)}</p>
      </div>
      <p className="paper-note">（{content.disclaimer}）</p>
    </article>
  );
}

/** The paper is in Chinese whatever language its reader chose. */
function dateOf(day: string) {
  const [year, month, date] = day.split('-').map(Number);
  return `${year}年${month}月${date}日`;
}

type Numbers = { numbers: ReadonlyMap<string, Cited> };

function BlockText({ block, paper, numbers }: { block: Block } & Sheet & Numbers) {
  switch (block.kind) {
    case 'slot':
      return <SlotText paper={paper} slot={block.slot} />;
    case 'heading':
      return block.level === 1 ? <h3>{block.text}</h3> : <h4>{block.text}</h4>;
    case 'paragraph':
      return (
        <p>
          <Words runs={block.runs} paper={paper} numbers={numbers} />
        </p>
      );
    case 'table':
      return <TableText table={block} paper={paper} numbers={numbers} />;
  }
}

function Words({ runs, paper, numbers }: { runs: Runs } & Sheet & Numbers) {
  const t = useText();
  return runs.map((run, i) => {
    if (typeof run === 'string') return run;
    const number = numbers.get(run.ref)!;
    return (
      // oxlint-disable-next-line react/no-array-index-key -- runs are frozen with the paper
      <Link key={i} className="paper-number" to={numberAddress(number, paper)} title={numberWords(t, number)}>
        {run.text}
      </Link>
    );
  });
}

function TableText({ table, paper, numbers }: { table: Table } & Sheet & Numbers) {
  return (
    <figure className="paper-table">
      <figcaption>{table.caption}</figcaption>
      <small>{table.unit}</small>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reached by keyboard */}
      <section className="paper-scroll" aria-label={table.caption} tabIndex={0}>
        <table>
          <thead>
            <tr>
              {table.columns.map((c) => (
                <th key={c.title} scope="col">
                  {c.title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {table.rows.map((row, i) => (
              // oxlint-disable-next-line react/no-array-index-key -- rows are frozen with the paper
              <tr key={i} className={row.isTotal ? 'paper-total' : undefined}>
                {row.cells.map((cell, at) => (
                  <td key={table.columns[at]!.title} className={`paper-${table.columns[at]!.align}`}>
                    <Words runs={cell} paper={paper} numbers={numbers} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {table.note && <small>{table.note}</small>}
    </figure>
  );
}

const oneLine: readonly Slot[] = ['recipient', 'signer'];

/** People's own words: an input in place while they may be changed, else a paragraph a line. */
function SlotText({ paper, slot }: Sheet & { slot: Slot }) {
  const t = useText();
  if (!paper.can.edit) {
    const lines = paper.blocks[slot].split('\n').filter((line) => line.trim() !== '');
    return lines.map((line) => <p key={line}>{slot === 'recipient' ? `${line}：` : line}</p>);
  }
  const words = t('papers.slot', { slot: t(`papers.slot.${slot}`) });
  return (
    <Form.Item name={slot} className="paper-slot">
      {oneLine.includes(slot) ? (
        <Input aria-label={words} placeholder={words} maxLength={200} />
      ) : (
        <Input.TextArea aria-label={words} placeholder={words} autoSize={{ minRows: 1 }} maxLength={20_000} />
      )}
    </Form.Item>
  );
}
