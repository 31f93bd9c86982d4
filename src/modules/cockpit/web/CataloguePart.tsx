import { DeliveryPart } from './DeliveryPart.tsx';

/** Figures of how projects go on, with their cards, in the catalogue. */
export function CataloguePart() {
  return <DeliveryPart withUnits={false} />;
}
