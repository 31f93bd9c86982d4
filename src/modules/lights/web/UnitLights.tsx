import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { Loaded } from '../../../web/kit/Loaded.tsx';
import { LightMark } from '../../../web/kit/LightMark.tsx';
import { Sheet } from '../../../web/kit/Sheet.tsx';
import { useText } from '../../../web/text.ts';
import { colours } from '../domain/rule.ts';
import { lights } from './client.ts';

/** How many lights of each colour every unit has; each number opens its projects. */
export function UnitLights() {
  const t = useText();
  const query = useQuery({ queryKey: ['lights', 'units'], queryFn: () => lights.units({}) });
  return (
    <Loaded query={query}>
      {({ units }) => (
        <Sheet
          label={t('lights.units')}
          items={units}
          rowKey={(u) => u.unitId}
          nothing={t('lights.empty')}
          columns={[
            {
              key: 'unit',
              title: t('projects.unit'),
              width: 200,
              render: (u) => <Link to={`/lights?unit=${u.unitId}`}>{u.unitName}</Link>,
            },
            ...colours.toReversed().map((colour) => ({
              key: colour,
              title: t(`lights.colour.${colour}`),
              width: 110,
              numeric: true,
              render: (u: (typeof units)[number]) =>
                u.counts[colour] > 0 ? (
                  <Link to={`/lights?unit=${u.unitId}&colour=${colour}`}>
                    <LightMark colour={colour} /> {u.counts[colour]}
                  </Link>
                ) : (
                  0
                ),
            })),
          ]}
        />
      )}
    </Loaded>
  );
}
