import { Modal } from 'antd';
import { Link } from 'react-router';
import { useAsked } from '../../../web/kit/use-asked.ts';
import { useText } from '../../../web/text.ts';
import type { Content } from '../domain/content.ts';

/** The lines that a number counts which the address asks for, as the paper tells them; each opens its task. */
export function NumberLines({ content: { numbers, lines = [] } }: { content: Content }) {
  const t = useText();
  const [ref, close] = useAsked('number');
  const number = numbers.find((n) => n.ref === ref);
  if (!number?.lines) return null;
  return (
    <Modal open width={820} title={t('papers.number.lines', number)} footer={null} onCancel={close}>
      {number.lines.length === 0 ? (
        <p className="hint">{t('papers.lines.none')}</p>
      ) : (
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reached by keyboard
        <section className="paper-lines" aria-label={number.name} tabIndex={0}>
          <table>
            <thead>
              <tr>
                {(['no', 'title', 'unit', 'due', 'stands'] as const).map((key) => (
                  <th key={key} scope="col">
                    {t(`papers.lines.${key}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {number.lines.map((at) => {
                const { taskId, no, title, unitName, dueOn, stands } = lines[at]!;
                return (
                  <tr key={at}>
                    <td>{no}</td>
                    <td>
                      <Link to={`/supervisions/${taskId}`}>{title}</Link>
                    </td>
                    <td>{unitName}</td>
                    <td>{dueOn}</td>
                    <td>{stands}</td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </section>
      )}
    </Modal>
  );
}
