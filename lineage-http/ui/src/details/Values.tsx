import type { Lineage } from '../api/types';
import { Fact, Facts } from './Facts';
import { holderOf } from './lookup';
import { Section } from './Section';
import { Uri } from './Uri';

interface Props {
  title: string;
  values: Record<string, string> | null | undefined;
  lineage: Lineage;
}

/** Names and values as the service tells them, under a heading; nothing where it tells none. */
export const Values = (props: Props) =>
  Object.keys(props.values ?? {}).length > 0 && (
    <Section title={props.title}>
      <ValueFacts {...props} />
    </Section>
  );

/** Places among values lead to what is known of them. */
export const ValueFacts = ({ values, lineage }: Pick<Props, 'values' | 'lineage'>) => (
  <Facts>
    {Object.entries(values ?? {}).map(([name, value]) => (
      <Fact key={name} name={name}>
        {/^s3:\/\//i.test(value) ? <Uri uri={value} artifact={holderOf(lineage, value)?.uri} /> : value}
      </Fact>
    ))}
  </Facts>
);
