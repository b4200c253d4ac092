import { Fragment } from 'react';

/** Where a name may be broken: before a capital after a small letter, and after what joins words. */
const JOINTS = /(?<=[\p{Ll}\d])(?=\p{Lu})|(?<=[-_./])(?=[^-_./])/u;

/** A name that breaks between its words, where it has to. */
export const Name = ({ name }: { name: string }) =>
  name.split(JOINTS).map((word, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: words have no other name
    <Fragment key={index}>
      {index > 0 && <wbr />}
      {word}
    </Fragment>
  ));
