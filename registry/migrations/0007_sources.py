from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0006_feeds"),
    ]

    operations = [
        migrations.AddField(
            model_name="feed",
            name="still_url",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                help_text="a smaller stream or a snapshot, for thumbnails",
                max_length=500,
            ),
        ),
        migrations.AddField(
            model_name="feed",
            name="transport",
            field=models.CharField(
                choices=[("tcp", "TCP, inside the conversation"), ("udp", "UDP")],
                db_default="tcp",
                default="tcp",
                help_text="how RTSP sends pictures",
                max_length=3,
            ),
        ),
        migrations.AlterField(
            model_name="feed",
            name="source",
            field=models.CharField(
                choices=[
                    ("snapshot", "JPEG over HTTP"),
                    ("mjpeg", "JPEG after JPEG over HTTP"),
                    ("rtsp", "RTSP"),
                    ("hls", "HLS"),
                    ("mpegts", "MPEG transport stream over UDP or SRT"),
                    ("phone", "a phone that sends"),
                    ("edge", "an edge box that sends"),
                ],
                default="snapshot",
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="feed",
            name="url",
            field=models.CharField(
                blank=True, help_text="without user and password", max_length=500
            ),
        ),
        migrations.AddConstraint(
            model_name="feed",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("source__in", ("phone", "edge")), ("still_url", ""), ("url", "")),
                    models.Q(
                        ("source__in", ("snapshot", "mjpeg", "hls")),
                        ("url__regex", "^https?://[^/?#@]+([/?#]|$)"),
                    ),
                    models.Q(("source", "rtsp"), ("url__regex", "^rtsp://[^/?#@]+([/?#]|$)")),
                    models.Q(("source", "mpegts"), ("url__regex", "^udp://[^/?#@]+([/?#]|$)")),
                    models.Q(
                        ("source", "mpegts"),
                        ("url__regex", "^srt://[^/?#@]+([/?#]|$)"),
                        models.Q(("url__icontains", "passphrase="), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="feed_address_fits_its_source",
                violation_error_message="This is no address of such a source, or holds a password.",
            ),
        ),
        migrations.AddConstraint(
            model_name="feed",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("still_url", ""),
                    ("still_url__regex", "^(https?|rtsp)://[^/?#@]+([/?#]|$)"),
                    _connector="OR",
                ),
                name="feed_still_address_fits",
                violation_error_message="Thumbnails come over http, https or rtsp, no password.",
            ),
        ),
        migrations.AddField(
            model_name="feed",
            name="playback_credential",
            field=models.BinaryField(
                blank=True, help_text="the recorder's, encrypted; write only", null=True
            ),
        ),
        migrations.AddField(
            model_name="feed",
            name="playback_url",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                help_text="where somebody else's recorder plays what was: http(s) with {start_rfc3339} or {start_unix} and {end_...} or {duration}, or an ONVIF replay's rtsp address",
                max_length=500,
            ),
        ),
        migrations.AddField(
            model_name="feed",
            name="recorder_url",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                help_text="or the ONVIF device service of a recorder, which says the rest itself",
                max_length=500,
            ),
        ),
        migrations.AddField(
            model_name="feed",
            name="recording",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                help_text="token of the ONVIF recording, where there are several",
                max_length=64,
            ),
        ),
        migrations.AddField(
            model_name="feed",
            name="spans_url",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                help_text="where that recorder lists what it keeps, as JSON",
                max_length=500,
            ),
        ),
        migrations.AddConstraint(
            model_name="feed",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("playback_url", ""),
                    ("playback_url__regex", "^rtsp://[^/?#@]+([/?#]|$)"),
                    models.Q(
                        (
                            "playback_url__regex",
                            "^https?://[^/?#@{}]+[/?#]([^{}]|\\{((start|end)_(rfc3339|unix|unix_ms|unix_s)|duration)\\})*$",
                        ),
                        ("playback_url__regex", "\\{start_(rfc3339|unix|unix_ms|unix_s)\\}"),
                        (
                            "playback_url__regex",
                            "\\{(end_(rfc3339|unix|unix_ms|unix_s)|duration)\\}",
                        ),
                    ),
                    _connector="OR",
                ),
                name="feed_playback_address_says_when",
                violation_error_message="Playback is asked at an http, https or rtsp address without a password; over http it has a place for the start ({start_rfc3339}, {start_unix}, {start_unix_s} or {start_unix_ms}) and one for the end ({end_...} alike, or {duration}), and no other.",
            ),
        ),
        migrations.AddConstraint(
            model_name="feed",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("spans_url", ""),
                    models.Q(
                        (
                            "spans_url__regex",
                            "^https?://[^/?#@{}]+[/?#]([^{}]|\\{((start|end)_(rfc3339|unix|unix_ms|unix_s)|duration)\\})*$",
                        ),
                        ("playback_url__startswith", "http"),
                    ),
                    _connector="OR",
                ),
                name="feed_spans_belong_to_playback",
                violation_error_message="A list of what is kept is at an http or https address without a password, and belongs to a playback address over http.",
            ),
        ),
        migrations.AddConstraint(
            model_name="feed",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("recorder_url", ""), ("recording", "")),
                    models.Q(
                        ("playback_url", ""), ("recorder_url__regex", "^https?://[^/?#@]+([/?#]|$)")
                    ),
                    _connector="OR",
                ),
                name="feed_has_one_recorder",
                violation_error_message="An ONVIF recorder is asked at an http or https address without a password, and instead of a playback address.",
            ),
        ),
    ]
