ALTER TABLE "image" ADD COLUMN "class_pixels" integer[];--> statement-breakpoint
ALTER TABLE "rescore" ADD COLUMN "kind" text DEFAULT 'rescore' NOT NULL;--> statement-breakpoint
ALTER TABLE "rescore" ADD COLUMN "dry_run" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "rescore" ADD COLUMN "started_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "rescore_item" ADD COLUMN "before" double precision;--> statement-breakpoint
ALTER TABLE "rescore_item" ADD COLUMN "after" double precision;--> statement-breakpoint
ALTER TABLE "rescore_item" ADD COLUMN "private_before" double precision;--> statement-breakpoint
ALTER TABLE "rescore_item" ADD COLUMN "private_after" double precision;--> statement-breakpoint
ALTER TABLE "rescore" ADD CONSTRAINT "rescore_kind_check" CHECK ("rescore"."kind" in ('prepare', 'activate', 'rescore'));--> statement-breakpoint
CREATE FUNCTION "split_assignment_immutable"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a split version never changes';
END $$;--> statement-breakpoint
CREATE TRIGGER "split_assignment_immutable" BEFORE UPDATE ON "split_assignment"
FOR EACH STATEMENT EXECUTE FUNCTION "split_assignment_immutable"();
