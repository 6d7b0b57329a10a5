import { DownloadIcon } from "lucide-react";
import type { Metadata } from "next";
import type { ReactNode } from "react";
import { ClassShares } from "@/components/data/class-shares";
import { SampleGallery } from "@/components/data/sample-gallery";
import { Button } from "@/components/ui/button";
import { CopyLine } from "@/components/ui/copy-button";
import { Panel } from "@/components/ui/panel";
import { bytes, count } from "@/lib/format";
import { api, getChallenge, orNotFound } from "@/server/api";

export const metadata: Metadata = { title: "Data" };

export default async function DataPage({ params }: { params: Promise<{ slug: string }> }) {
  const { slug } = await params;
  const [challenge, data] = await Promise.all([
    getChallenge(slug),
    api().then((caller) => orNotFound(caller.challenge.data({ slug }))),
  ]);
  return (
    <div className="grid gap-12">
      <h1 className="text-3xl font-semibold">Data</h1>
      <div className="grid gap-12 lg:grid-cols-[minmax(0,1fr)_22rem] lg:gap-16">
        <div className="grid content-start gap-12">
          <Section title="Classes">
            <ClassShares challenge={challenge} shares={data.classShares} />
          </Section>
          <Section title="What to send">
            <ul className="grid max-w-prose list-disc gap-1.5 pl-5 leading-relaxed">
              <li>
                One zip with {count(data.testImages)} PNG masks, one for each test image and named
                like it: for <Name>image-17.jpg</Name> a <Name>image-17.png</Name>.
              </li>
              <li>
                8-bit, one channel: the value of a pixel is the class id. Palette PNGs are fine, the
                index counts.
                {challenge.rgbMasks ? " RGB in exactly the colours above is accepted too." : ""}
              </li>
              <li>Width and height of the image, to the pixel.</li>
            </ul>
          </Section>
        </div>
        <aside className="grid content-start gap-8" aria-label="Kit">
          <Panel className="grid gap-5 p-5">
            <div className="grid gap-1">
              <h2 className="text-lg font-semibold">The kit</h2>
              <p className="text-sm text-muted-foreground">
                Training images and masks, test images, a sample submission, classes.json and a
                README.
              </p>
            </div>
            <dl className="grid grid-cols-2 gap-4">
              <div>
                <dt className="eyebrow">Train</dt>
                <dd className="text-2xl font-semibold tracking-tight">{count(data.trainImages)}</dd>
              </div>
              <div>
                <dt className="eyebrow">Test</dt>
                <dd className="text-2xl font-semibold tracking-tight">{count(data.testImages)}</dd>
              </div>
            </dl>
            <Button asChild size="lg">
              <a href={data.kit.path} download>
                <DownloadIcon aria-hidden /> Download {bytes(data.kit.bytes)}
              </a>
            </Button>
            <div className="grid gap-2 text-sm">
              <p className="text-muted-foreground">Or on the command line:</p>
              <CopyLine
                text={`pnpm maskboard data ${slug} --out ${slug}`}
                label="Copy the command that downloads the kit"
              />
            </div>
          </Panel>
          <section className="grid gap-2">
            <h2 className="eyebrow">Licence</h2>
            <p className="text-sm whitespace-pre-line">
              {data.licence || "The organizers have not stated one. Ask them before you share it."}
            </p>
          </section>
        </aside>
      </div>
      {data.samples.length > 0 ? (
        <Section title="A look at it">
          <SampleGallery samples={data.samples} />
        </Section>
      ) : null}
    </div>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="grid gap-4">
      <h2 className="text-xl font-semibold">{title}</h2>
      {children}
    </section>
  );
}

function Name({ children }: { children: string }) {
  return <code className="rounded bg-muted px-1 py-0.5 font-mono text-[0.85em]">{children}</code>;
}
