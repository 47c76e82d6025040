import type { QuoteSheet } from '#contract';
import classes from './quote-sheet.module.css';

/** The sheet itself: what is printed is what the PDF shows. */
export function Sheet({ sheet }: { readonly sheet: QuoteSheet }) {
  const { seller, customer, columns } = sheet;
  return (
    <article className={classes.sheet} lang={sheet.language}>
      <div className={classes.head}>
        <div>
          <p className={classes.name}>{seller.name}</p>
          <Lines lines={seller.lines} />
        </div>
        <div className={classes.what}>
          <h1 className={classes.title}>{sheet.title}</h1>
          {sheet.mark && <p className={classes.mark}>{sheet.mark}</p>}
        </div>
        <div>
          <p className={classes.label}>{customer.label}</p>
          <p className={classes.name}>{customer.name}</p>
          <Lines lines={customer.lines} />
        </div>
        <Pairs pairs={sheet.facts} />
      </div>
      <h2 className={classes.subtitle}>{sheet.subtitle}</h2>
      <div className={classes.lines} tabIndex={0} role="group" aria-label={sheet.subtitle}>
        <table className={classes.table}>
          <thead>
            <tr>
              {columns.map(({ label, align }) => (
                <th key={label} scope="col" data-align={align}>
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {sheet.rows.map((row) => (
              <tr key={row[0]}>
                {row.map((cell, at) => (
                  <td key={columns[at]?.label} data-align={columns[at]?.align}>
                    {cell}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div className={classes.totals}>
        <Pairs pairs={sheet.totals} />
      </div>
      {sheet.notes.map(({ title, text }) => (
        <section key={title} className={classes.note}>
          <h3>{title}</h3>
          <p>{text}</p>
        </section>
      ))}
    </article>
  );
}

function Lines({ lines }: { readonly lines: readonly string[] }) {
  return <p className={classes.small}>{lines.join('\n')}</p>;
}

function Pairs({ pairs }: { readonly pairs: QuoteSheet['totals'] }) {
  return (
    <dl className={classes.pairs}>
      {pairs.map(({ label, value }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
