import { useTexts } from '../i18n/language';
import { Dialog } from '../parts/Dialog';
import { texts } from './texts';

/** What keys do. */
export function Help({ onClose }: { onClose: () => void }) {
  const t = useTexts(texts);
  return (
    <Dialog title={t.help} close={t.close} onClose={onClose}>
      <table>
        <tbody>
          {t.keys.map(([key, what]) => (
            <tr key={key}>
              <th scope="row">
                <kbd>{key}</kbd>
              </th>
              <td>{what}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Dialog>
  );
}
