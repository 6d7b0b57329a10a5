ALTER TABLE "import" ADD COLUMN "replaces_id" uuid;--> statement-breakpoint
ALTER TABLE "import" ADD COLUMN "via" text DEFAULT 'web' NOT NULL;--> statement-breakpoint
ALTER TABLE "import" ADD CONSTRAINT "import_replaces_id_challenge_id_fk" FOREIGN KEY ("replaces_id") REFERENCES "public"."challenge"("id") ON DELETE cascade ON UPDATE no action;