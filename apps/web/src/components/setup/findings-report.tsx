import { countFaults, type ImportFindings, type SegmentationClass } from "@maskboard/contracts";
import { CircleAlertIcon, CircleCheckIcon, TriangleAlertIcon } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "@/lib/cn";
import { count, plural } from "@/lib/format";
import { ClassBalance } from "./class-balance";
import { FaultLists } from "./fault-lists";
import { FindingsPictures } from "./findings-pictures";

interface FindingsReportProps {
  findings: ImportFindings;
  /** What was ignored or assumed, in words. */
  notices?: readonly string[];
  /** Names and colours as they are now, where they were edited since. */
  classes?: readonly SegmentationClass[];
}

/** What is in a data set, and what is wrong with it. */
export function FindingsReport({ findings, notices = [], classes }: FindingsReportProps) {
  const faults = countFaults(findings);
  const { images, sizes, lookAlikes, pictures } = findings;
  return (
    <div className="grid gap-10">
      <div className="grid gap-2">
        {faults > 0 ? (
          <Verdict tone="danger" icon={<CircleAlertIcon aria-hidden />}>
            {plural(faults, "fault")} to mend
          </Verdict>
        ) : (
          <Verdict tone="good" icon={<CircleCheckIcon aria-hidden />}>
            No faults
          </Verdict>
        )}
        {lookAlikes.total > 0 ? (
          <Verdict tone="warn" icon={<TriangleAlertIcon aria-hidden />}>
            {plural(lookAlikes.total, "test image looks", "test images look")} like a training image
          </Verdict>
        ) : null}
      </div>
      <dl className="grid grid-cols-3 gap-x-6 gap-y-5 sm:flex sm:gap-12">
        <Fact name="Training">{count(images.train)}</Fact>
        <Fact name="Public test">{count(images.public)}</Fact>
        <Fact name="Private test">{count(images.private)}</Fact>
        <div className="col-span-3">
          <dt className="eyebrow">Sizes</dt>
          <dd className="text-sm">
            {sizes
              .slice(0, 4)
              .map(({ width, height, images: n }) => `${width} × ${height} (${count(n)})`)
              .join(", ")}
            {sizes.length > 4 ? ` and ${sizes.length - 4} more` : ""}
          </dd>
        </div>
      </dl>
      <FaultLists findings={findings} />
      {findings.classes.length > 0 ? (
        <Section title="Classes">
          <ClassBalance findings={findings} classes={classes} />
        </Section>
      ) : null}
      {pictures.length > 0 ? (
        <Section title="Masks on their images">
          <FindingsPictures pictures={pictures} />
        </Section>
      ) : null}
      {notices.length > 0 ? (
        <ul className="list-disc pl-5 text-sm text-muted-foreground">
          {notices.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}

const TONES = { danger: "text-danger", good: "text-good", warn: "text-warn" };

function Verdict({
  tone,
  icon,
  children,
}: {
  tone: keyof typeof TONES;
  icon: ReactNode;
  children: ReactNode;
}) {
  return (
    <p className={cn("flex items-center gap-2 font-medium [&_svg]:size-4.5", TONES[tone])}>
      {icon} {children}
    </p>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="grid gap-4">
      <h2 className="text-lg font-semibold">{title}</h2>
      {children}
    </section>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt className="eyebrow">{name}</dt>
      <dd className="text-2xl font-semibold tracking-tight">{children}</dd>
    </div>
  );
}
