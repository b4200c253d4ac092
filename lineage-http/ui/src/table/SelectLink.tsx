import { Breaking } from '../details/Uri';
import { Link } from '../parts/Link';
import { keepFocus } from '../state/focus';
import { formatSelection, type Selection, toSelect, useSelection } from '../state/selection';
import type { StepName } from './rows';

/** Selects a step. */
export const SelectStep = ({ id, name }: StepName) => <SelectLink selection={{ kind: 'step', id }} text={name} />;

/** Selects data. */
export const SelectData = ({ uri }: { uri: string }) => <SelectLink selection={{ kind: 'data', uri }} text={uri} />;

function SelectLink({ selection, text }: { selection: Selection; text: string }) {
  const selected = useSelection();
  const address = formatSelection(selection);
  const isSelected = selected !== null && formatSelection(selected) === address;
  return (
    <Link
      to={toSelect(selection)}
      aria-current={isSelected ? 'true' : undefined}
      onClick={(event) => keepFocus(event.currentTarget)}
    >
      <Breaking text={text} />
    </Link>
  );
}
