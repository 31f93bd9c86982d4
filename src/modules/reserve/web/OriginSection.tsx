import { useQuery } from '@tanstack/react-query';
import { Empty } from 'antd';
import { Link } from 'react-router';
import { Loaded } from '../../../web/kit/Loaded.tsx';
import { useText } from '../../../web/text.ts';
import { ideaNo } from '../domain/idea.ts';
import { reserve, useReserveWords } from './client.ts';

/** The idea that a project came from. */
export function OriginSection({ projectId }: { projectId: string }) {
  const t = useText();
  const words = useReserveWords();
  const query = useQuery({ queryKey: ['reserve', 'of', projectId], queryFn: () => reserve.ofProject({ params: { id: projectId } }) });
  return (
    <Loaded query={query}>
      {({ idea }) =>
        idea ? (
          <p>
            {t('reserve.origin')} <Link to={`/ideas/${idea.id}`}>{`${ideaNo(idea)} ${idea.name}`}</Link>{' '}
            {t('reserve.origin.of', { theme: words.theme(idea.theme), unit: idea.unitName })}
          </p>
        ) : (
          <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('reserve.origin.none')} />
        )
      }
    </Loaded>
  );
}
