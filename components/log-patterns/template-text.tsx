/** A template, in which what differs from message to message stands out. */
export function TemplateText({ template, variable }: { template: string; variable: string }) {
  let at = 0;
  return template.split("<*>").map((piece, index) => {
    const key = at;
    at += piece.length + 3;
    return (
      <span key={key}>
        {index === 0 ? null : (
          <span className="mx-px rounded-[3px] bg-accent-soft px-1 text-accent" title={variable}>
            {"∗"}
          </span>
        )}
        {piece}
      </span>
    );
  });
}
