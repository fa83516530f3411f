/* global Chart */
import { loadBundle } from "@web/core/assets";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { useRecordObserver } from "@web/model/relational_model/utils";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

import { Component, onWillStart, useEffect, useRef, useState } from "@odoo/owl";

const POINT = "account.bank.backtest.point";
const FIELDS = ["kind", "name", "confidence", "line_count", "wrong_count", "precision", "coverage", "worst"];
/** Told apart without colour as well: each confidence has its own mark. */
const CONFIDENCES = {
    high: { label: _t("High"), color: "#1a7f37", pointStyle: "circle" },
    medium: { label: _t("Medium"), color: "#9a6700", pointStyle: "rect" },
    low: { label: _t("Low"), color: "#b42318", pointStyle: "triangle" },
};
const RULE = { label: _t("One rule alone"), color: "#714b67", pointStyle: "crossRot" };
/** A curve that never falls below this is shown from here, so that small differences can be seen. */
const LOWEST_SHOWN = 90;

/** Writes the confidence beside the last point of each, as far as the curve comes with it. */
const namesOfPoints = {
    id: "bankNamesOfPoints",
    afterDatasetsDraw(chart) {
        const { ctx, chartArea } = chart;
        chart.data.datasets.forEach((dataset, index) => {
            const last = chart.getDatasetMeta(index).data.at(-1);
            if (dataset.isConfidence && last) {
                ctx.save();
                ctx.font = "bold 13px sans-serif";
                ctx.fillStyle = dataset.borderColor;
                const isLeft = last.x > (chartArea.left + chartArea.right) / 2;
                ctx.textAlign = isLeft ? "right" : "left";
                ctx.fillText(dataset.label, last.x + (isLeft ? -8 : 8), last.y + 20);
                ctx.restore();
            }
        });
    },
};

/** Precision by coverage of a back-test: the surest proposals first, and each rule alone beside the curve. */
export class BankBacktestCurve extends Component {
    static template = "bank_reconcile_plus.BankBacktestCurve";
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.canvas = useRef("canvas");
        this.state = useState({ points: [] });
        onWillStart(() => loadBundle("web.chartjs_lib"));
        useRecordObserver((record) => this.load(record.resId, record.data.state, record.data.duration));
        useEffect(
            () => this.draw(),
            () => [this.state.points, this.canvas.el],
        );
    }

    async load(resId, state) {
        const domain = [
            ["backtest_id", "=", resId],
            ["kind", "in", ["score", "rule"]],
            ["line_count", ">", 0],
        ];
        this.state.points = resId && state === "done" ? await this.orm.searchRead(POINT, domain, FIELDS) : [];
    }

    get datasets() {
        const curve = this.state.points.filter((point) => point.kind === "score");
        const place = (point, field = "precision") => ({ x: point.coverage, y: point[field], point });
        const confidences = Object.entries(CONFIDENCES).map(([name, { label, color, pointStyle }]) => {
            const first = curve.findIndex((point) => point.confidence === name);
            const own = curve.filter((point) => point.confidence === name);
            // The line comes from the last surer point, so that the curve is whole.
            const data = [...(first > 0 ? [curve[first - 1]] : []), ...own].map((point) => place(point));
            const radius = data.map(({ point }) => (point.confidence === name ? 4 : 0));
            const style = { borderColor: color, backgroundColor: color, pointStyle, pointRadius: radius };
            return { label, data: own.length ? data : [], isConfidence: true, ...style };
        });
        const rules = this.state.points.filter((point) => point.kind === "rule").map((point) => place(point));
        return [
            ...confidences.filter((dataset) => dataset.data.length),
            {
                label: RULE.label,
                data: rules,
                showLine: false,
                borderColor: RULE.color,
                pointStyle: RULE.pointStyle,
                pointRadius: 6,
                borderWidth: 2,
            },
            {
                label: _t("At least this is right, 95 in 100"),
                data: curve.map((point) => ({ x: point.coverage, y: 100 - point.worst, point })),
                borderColor: "#6c757d",
                borderDash: [5, 5],
                borderWidth: 1,
                pointStyle: "line",
                pointRadius: 0,
            },
        ];
    }

    words({ point }) {
        const counted = _t("%(right)s of %(count)s right, %(coverage)s %% of all lines", {
            right: point.line_count - point.wrong_count,
            count: point.line_count,
            coverage: point.coverage.toFixed(1),
        });
        return [point.kind === "rule" ? point.name : _t("From %s on", point.name), counted];
    }

    draw() {
        if (!this.canvas.el || !this.state.points.length) {
            return;
        }
        const axis = (text) => ({ type: "linear", max: 100, title: { display: true, text, font: { size: 14 } } });
        const { datasets } = this;
        const lowest = Math.min(...datasets.flatMap(({ data }) => data.map(({ y }) => y)));
        const chart = new Chart(this.canvas.el, {
            type: "line",
            data: { datasets },
            plugins: [namesOfPoints],
            options: {
                maintainAspectRatio: false,
                animation: false,
                clip: false,
                scales: {
                    x: { ...axis(_t("Coverage: lines with a proposal at least so sure, %")), min: 0 },
                    y: {
                        ...axis(_t("Precision: right among these, %")),
                        min: Math.max(0, Math.min(LOWEST_SHOWN, Math.floor(lowest / 10) * 10)),
                    },
                },
                plugins: {
                    legend: { position: "top", align: "end", labels: { usePointStyle: true } },
                    tooltip: { callbacks: { title: () => "", label: ({ raw }) => this.words(raw) } },
                },
            },
        });
        return () => chart.destroy();
    }
}

registry.category("view_widgets").add("bank_backtest_curve", {
    component: BankBacktestCurve,
    fieldDependencies: [
        { name: "state", type: "selection" },
        { name: "duration", type: "float" },
    ],
});
